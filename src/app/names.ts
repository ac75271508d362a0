/** The names under which the results of a run are kept: each is given once. */
export class Names {
  readonly #places = new Map<string, string>();

  /** Takes a name for what stands at that place (`web.csv line 3`). A name that is gone stays: the place that has it is returned. */
  take(name: string, place: string): string | undefined {
    const before = this.#places.get(name);
    if (before === undefined) this.#places.set(name, place);
    return before;
  }

  /** The name itself, or the first of `name#2`, `name#3` ... that nobody has; taken. */
  fresh(name: string, place: string): string {
    let candidate = name;
    for (let count = 2; this.take(candidate, place) !== undefined; count += 1) candidate = `${name}#${count}`;
    return candidate;
  }
}
