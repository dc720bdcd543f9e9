/**
 * Names data by 64 bits: two chained 32-bit hashes. It tells files and datasets apart and finds
 * damage; it is no protection against someone who wants a collision.
 */
import { xxHash32 } from './xxHash32';

export class ContentHash {
  private high = 0x6c616200;
  private low = 0x6e616e6f;

  absorb(data: Uint8Array): this {
    this.high = xxHash32(data, this.high);
    this.low = xxHash32(data, this.low ^ this.high);
    return this;
  }

  /** The hash as 16 hexadecimal digits, over everything absorbed, in its order and portions. */
  hex(): string {
    return hexWord(this.high) + hexWord(this.low);
  }
}

function hexWord(word: number): string {
  return word.toString(16).padStart(8, '0');
}
