/** What is being typed and not taken yet, in whatever fields: a page that goes away takes it. */
export class Drafts {
  private readonly fields = new Set<() => void>();

  /** @param take takes what the field holds @returns a function for when the field goes */
  add(take: () => void): () => void {
    this.fields.add(take);
    return () => this.fields.delete(take);
  }

  takeAll(): void {
    for (const take of this.fields) take();
  }
}
