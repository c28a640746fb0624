// What is shown before anything was said: the way in, and suggestions that work on the first press.

import { el } from "./dom.js";
import { cover, frames } from "./frames.js";
import { current, say } from "./words.js";

const SAMPLE = "/sample.mp4";
const [WIDTH, HEIGHT] = [384, 216];

export class Welcome {
  /**
   * @param {HTMLElement} section
   * @param {Pick<Wire.About, "examples" | "sample" | "local">} about
   * @param {import("./composer.js").Composer} composer
   */
  constructor(section, about, composer) {
    this.section = section;
    this.about = about;
    this.composer = composer;
    this.busy = false;
    /** @type {HTMLCanvasElement[]} */
    this.pictures = [];
    this.part("#choose").addEventListener("click", () => composer.choose());
    this.part("#sample").addEventListener("click", () => this.stageSample());
    this.part("#sample").hidden = !about.sample;
    this.part("#local").hidden = !about.local;
    composer.addEventListener("files", () => this.nameExamples());
    this.redraw();
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  part(selector) {
    return /** @type {HTMLElement} */ (this.section.querySelector(selector));
  }

  /** @param {boolean} shown */
  show(shown) {
    this.section.hidden = !shown;
    if (shown) this.drawPictures();
  }

  /** Draw the suggestions, in the language of the moment. */
  redraw() {
    const list = this.about.examples[current()] ?? [];
    this.part("#examples").replaceChildren(...list.map((text, number) => el("li", {}, this.wish(text, number))));
    for (const part of ["#examples", "#examples-head"]) this.part(part).hidden = list.length === 0;
    this.nameExamples();
  }

  /** Say whose clips the suggestions take. */
  nameExamples() {
    const own = this.composer.usable().length > 0;
    this.part("#examples-head").textContent = say(own ? "empty.examples_own" : "empty.examples");
  }

  /**
   * @param {string} text
   * @param {number} number
   */
  wish(text, number) {
    const button = el("button", { class: "wish", type: "button", on: { click: () => this.begin(text) } });
    if (this.about.sample) button.append((this.pictures[number] ??= el("canvas", { class: "wish-picture", width: WIDTH, height: HEIGHT, "aria-hidden": "true" })));
    button.append(el("span", {}, text));
    return button;
  }

  drawPictures() {
    const waiting = this.pictures.filter((canvas) => !canvas.classList.contains("drawn"));
    if (!waiting.length) return;
    const shares = this.pictures.map((_, number) => (number + 0.4) / this.pictures.length);
    frames(SAMPLE, shares, (picture, number) => {
      cover(this.pictures[number], picture, 0, 0, WIDTH, HEIGHT);
      this.pictures[number].classList.add("drawn");
    });
  }

  /**
   * A suggestion is sent at once: with the clips that wait in the box, else with the sample.
   * @param {string} text
   */
  async begin(text) {
    if (this.busy) return; // a double click is one wish
    this.busy = true;
    const ready = this.composer.usable().length || !this.about.sample || (await this.addSample());
    this.busy = false;
    if (!ready) return;
    this.composer.fill(text);
    this.composer.send();
  }

  async stageSample() {
    const [first] = (this.about.examples[current()] ?? []).slice(-1);
    if ((await this.addSample()) && this.composer.untouched && first) this.composer.fill(first);
  }

  async addSample() {
    const answer = await fetch(SAMPLE).catch(() => null);
    if (!answer?.ok) this.composer.complain(say("error.sample"));
    else this.composer.add([new File([await answer.blob()], "sample.mp4", { type: "video/mp4" })]);
    return Boolean(answer?.ok);
  }
}
