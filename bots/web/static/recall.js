// What a person said before, brought back into the box by the arrow keys.

/** `said()` gives their words, oldest first. */
export class Recall {
  /** @param {() => string[]} said */
  constructor(said) {
    this.said = said;
    this.back = 0;
    this.shown = "";
  }

  /**
   * The words that a key brings, null where it is an ordinary key: up goes back from an empty box, down forth again.
   * @param {string} key
   * @param {string} value what stands in the box
   */
  take(key, value) {
    const recalling = this.back > 0 && value === this.shown;
    if (!recalling) this.back = 0;
    const step = { ArrowUp: 1, ArrowDown: -1 }[key];
    if (!step || (!recalling && (key === "ArrowDown" || value !== ""))) return null;
    const all = this.said().filter((words, place, list) => words && words !== list[place - 1]);
    if (!all.length) return null;
    this.back = Math.min(all.length, this.back + step);
    this.shown = this.back > 0 ? (all.at(-this.back) ?? "") : "";
    return this.shown;
  }
}
