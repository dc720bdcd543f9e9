/**
 * Loads bring an operand of a quad's product into its tile. Each holds one number or, where it has
 * neighbours, four.
 */
import { indices } from './matrix';

/** Lanes that swap rows with one another. */
export const QUAD = 4;

/** Floats in a vector. */
export const VECTOR = 4;

/** Rows and columns of a tile, in quads, and steps summed at a time. */
export interface QuadTile {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Floats loaded and stored at once; the other sizes are multiples of it. */
  readonly width: 1 | typeof VECTOR;
}

/** Direction of a number's neighbour in memory: the next line (row or column), or the next step. */
export type Neighbour = 'line' | 'step';

/**
 * WGSL of the line that a lane holds in a place of its tile; with vectors, of the first of four
 * that follow one another.
 */
export function lineWithin(line: number, lane: string, width: QuadTile['width']): string {
  if (width === 1) return `${QUAD * line}u + ${lane}`;
  const part = line % VECTOR;
  return `${QUAD * (line - part) + part}u + ${lane}`;
}

interface Load {
  readonly name: string;
  readonly place: string;
  readonly step: number;
}

export class TileOperand {
  private readonly linesOfLoad: number;
  private readonly stepsOfLoad: number;

  constructor(
    private readonly name: string,
    neighbour: Neighbour,
    private readonly lines: number,
    private readonly tile: QuadTile,
  ) {
    this.linesOfLoad = neighbour === 'line' ? tile.width : 1;
    this.stepsOfLoad = neighbour === 'step' ? tile.width : 1;
  }

  /** Lists the loads whose first line this is. */
  loadsAt(line: number): Load[] {
    if (line % this.linesOfLoad !== 0) return [];
    return this.steps().map((step) => ({
      name: this.value(line, step).name,
      place: `${this.name}Line${line} + ${this.name}At${step}`,
      step,
    }));
  }

  /** Finds the load that holds a number, and which part of it that is. */
  value(line: number, step: number): { readonly name: string; readonly part: string } {
    const { linesOfLoad, stepsOfLoad, tile } = this;
    const name = `${this.name}${Math.floor(step / stepsOfLoad)}_${Math.floor(line / linesOfLoad)}`;
    const part = 'xyzw'[(line % linesOfLoad) + (step % stepsOfLoad)];
    return { name, part: tile.width === 1 ? '' : `.${part}` };
  }

  /** Says where lines start. */
  lineStarts(group: string): string[] {
    const { name, lines, linesOfLoad, tile } = this;
    return indices(lines)
      .filter((line) => line % linesOfLoad === 0)
      .map((line) => {
        const first = `${group} * ${(QUAD * lines) / linesOfLoad}u`;
        const within = linesOfLoad > 1 ? `${line}u + lane` : lineWithin(line, 'lane0', tile.width);
        const index = `min(${first} + ${within}, o.${name}Lines - 1u)`;
        return `let ${name}Line${line} = o.${name} + twin * o.${name}Twin + ${index} * o.${name}Line;`;
      });
  }

  /** Says how far from there an iteration's steps are. */
  stepStarts(): string[] {
    return this.steps().map((step) => {
      const index = this.stepsOfLoad > 1 ? `(vector + ${step / VECTOR}u)` : `k${step}`;
      return `let ${this.name}At${step} = ${index} * ${this.name}Step;`;
    });
  }

  private steps(): number[] {
    return indices(this.tile.depth).filter((step) => step % this.stepsOfLoad === 0);
  }
}
