// Where a person writes and gathers files. Files begin to upload when they are added, not when they are sent.

import { chip } from "./chips.js";
import { Commands } from "./commands.js";
import { Recall } from "./recall.js";
import { recall, remember } from "./remember.js";
import { say } from "./words.js";

// there a box that has the focus brings up a keyboard, which covers half of the page
const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");

/** @typedef {import("./uploads.js").Upload} Upload */

/**
 * The elements it is made of.
 * @typedef {{ form: HTMLElement, words: HTMLTextAreaElement, chips: HTMLElement, attach: HTMLElement, picker: HTMLInputElement, problem: HTMLElement, commands: HTMLElement }} Parts
 */

/** Event: `files`, when there are others than before. */
export class Composer extends EventTarget {
  /**
   * `send` is called with what there is to send; `said()` gives what was said before.
   * @param {Parts} parts
   * @param {import("./uploads.js").Uploads} uploads
   * @param {Pick<Wire.About, "limits" | "commands" | "accept">} about
   * @param {(message: { text: string, uploads: Upload[] }) => void} send
   * @param {() => string[]} said
   */
  constructor(parts, uploads, { limits, commands, accept }, send, said) {
    super();
    this.parts = parts;
    this.uploads = uploads;
    this.limits = limits;
    this.onSend = send;
    /** @type {Upload[]} */
    this.files = [];
    const { form, words, attach, picker } = parts;
    picker.accept = accept;
    this.commands = new Commands(parts.commands, words, commands, () => this.send());
    this.recall = new Recall(said);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    words.addEventListener("input", () => this.changed());
    words.addEventListener("keydown", (event) => this.key(event));
    words.addEventListener("paste", (event) => this.paste(event));
    attach.addEventListener("click", () => this.choose());
    picker.addEventListener("change", () => {
      this.add([...(picker.files ?? [])]);
      picker.value = "";
    });
  }

  /** @param {File[]} files */
  add(files) {
    this.complain("");
    for (const file of files) {
      if (this.kept().length >= this.limits.files) {
        this.complain(say("error.too_many", { count: this.limits.files }));
        break;
      }
      this.hold(this.uploads.add(file));
    }
    this.draw();
    this.invite();
  }

  /** @param {Upload} upload */
  hold(upload) {
    upload.addEventListener("change", () => {
      if (upload.settled) this.draw();
      this.save();
    });
    this.files.push(upload);
    this.parts.chips.append(chip(upload, this.uploads));
  }

  /** Open the browser's list of files. */
  choose() {
    this.parts.picker.click();
  }

  /** Bring back what was half written before a reload, and the files that waited beside it. */
  async restore() {
    const { text = "", files = [] } = recall("draft") ?? {};
    for (const file of files) this.hold(await this.uploads.restore(file));
    this.draw();
    if (this.untouched) this.parts.words.value = text;
    this.fit();
  }

  changed() {
    this.fit();
    this.save();
  }

  save() {
    remember("draft", { text: this.parts.words.value, files: this.files.filter((upload) => !upload.settled || upload.kept) });
  }

  /**
   * Put words into the box for the person to send or to change.
   * @param {string} text
   */
  suggest(text) {
    this.fill(text);
    this.parts.words.focus();
  }

  /** @param {string} text */
  fill(text) {
    this.parts.words.value = text;
    this.changed();
  }

  /** Let the person write on, where that brings up no keyboard that they did not ask for. */
  invite() {
    if (!TOUCH.matches) this.parts.words.focus();
  }

  get untouched() {
    return this.parts.words.value.trim() === "";
  }

  /** @param {string} sentence */
  complain(sentence) {
    this.parts.problem.textContent = sentence;
  }

  /**
   * Go on at the file after one that was removed, else at the words.
   * @param {number} at
   */
  focusChip(at) {
    const next = this.parts.chips.children[Math.min(at, this.parts.chips.children.length - 1)];
    const button = /** @type {HTMLElement | null} */ (next?.querySelector("button:not([hidden])"));
    (button ?? this.parts.words).focus();
  }

  redraw() {
    this.parts.chips.replaceChildren(...this.kept().map((upload) => chip(upload, this.uploads)));
  }

  kept() {
    return this.files.filter((upload) => upload.state !== "cancelled");
  }

  /** The files that go with what is sent. */
  usable() {
    return this.kept().filter((upload) => upload.state !== "failed");
  }

  draw() {
    const kept = this.kept();
    if (kept.length < this.files.length) {
      const at = [...this.parts.chips.children].findIndex((one) => one.contains(document.activeElement));
      this.files = kept;
      this.redraw();
      if (at >= 0) this.focusChip(at);
    }
    this.parts.chips.hidden = kept.length === 0;
    this.dispatchEvent(new Event("files"));
    this.save();
  }

  send() {
    const text = this.parts.words.value.trim();
    const uploads = this.usable();
    if (!text && !uploads.length) {
      this.complain(this.kept().length ? "" : say("error.nothing"));
    } else if (text.length > this.limits.text) {
      this.complain(say("error.text"));
    } else {
      this.complain("");
      for (const upload of this.kept()) if (upload.state === "failed") this.uploads.cancel(upload);
      this.files = [];
      this.redraw();
      this.parts.chips.hidden = true;
      this.fill("");
      this.invite();
      this.onSend({ text, uploads });
    }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const composing = event.isComposing || event.keyCode === 229; // Enter that chooses a Chinese word is not ours
    if (composing || this.commands.key(event)) return;
    const recalled = this.recall.take(event.key, this.parts.words.value);
    if (recalled !== null) {
      event.preventDefault();
      this.suggest(recalled);
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.add(files);
  }

  fit() {
    const { words } = this.parts;
    words.style.height = "auto";
    words.style.height = `${Math.min(words.scrollHeight, 220)}px`;
  }
}
