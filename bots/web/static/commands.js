// The list of commands that opens with a slash at the beginning of the box.

import { el } from "./dom.js";
import { current } from "./words.js";

const BEGINNING = /^\/(\w*)$/;

export class Commands {
  /**
   * `send` is called when one was chosen and stands in the box.
   * @param {HTMLElement} list
   * @param {HTMLTextAreaElement} words
   * @param {Record<string, Record<string, string>>} known
   * @param {() => void} send
   */
  constructor(list, words, known, send) {
    this.list = list;
    this.words = words;
    this.known = known;
    this.send = send;
    /** @type {string[]} */
    this.names = [];
    this.at = 0;
    words.setAttribute("aria-autocomplete", "list");
    words.setAttribute("aria-controls", list.id);
    words.addEventListener("input", () => this.look());
    words.addEventListener("blur", () => this.close());
  }

  get open() {
    return !this.list.hidden;
  }

  /** Show what fits the beginning of the box. */
  look() {
    const begun = BEGINNING.exec(this.words.value)?.[1].toLowerCase();
    const all = this.known[current()] ?? {};
    this.names = begun === undefined ? [] : Object.keys(all).filter((name) => name.startsWith(begun));
    this.list.replaceChildren(...this.names.map((name, number) => this.option(name, all[name], number)));
    if (!this.names.length) return this.close();
    this.list.hidden = false;
    this.mark(0);
  }

  /**
   * @param {string} name
   * @param {string} description
   * @param {number} number
   */
  option(name, description, number) {
    const choose = (/** @type {Event} */ event) => {
      event.preventDefault(); // the box keeps the focus
      this.choose(number);
    };
    const point = () => this.mark(number); // one mark for the keys and the pointer
    return el("li", { class: "command", role: "option", id: `command-${name}`, on: { pointerdown: choose, pointermove: point } }, el("code", {}, `/${name}`), el("span", {}, description));
  }

  /**
   * Whether a key was for the list.
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.mark((this.at + step + this.names.length) % this.names.length);
    else if (event.key === "Enter") this.choose(this.at);
    else if (event.key === "Tab" && !event.shiftKey) this.complete();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {number} number */
  choose(number) {
    this.words.value = `/${this.names[number]}`;
    this.close();
    this.send();
  }

  /** Leave the command in the box, for what is said after it. */
  complete() {
    this.words.value = `/${this.names[this.at]} `;
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.words.removeAttribute("aria-activedescendant");
  }

  /** @param {number} number */
  mark(number) {
    this.at = number;
    for (const [place, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(place === number));
    this.list.children[number]?.scrollIntoView({ block: "nearest" });
    this.words.setAttribute("aria-activedescendant", `command-${this.names[number]}`);
  }
}
