// One line of the conversation. Its parts are replaced only when they changed: a film plays on while a button goes.

import { details } from "./details.js";
import { ICONS, el, icon } from "./dom.js";
import { film, filmFoot } from "./film.js";
import { plain, spans, words } from "./markup.js";
import { ownFile } from "./own_files.js";
import { said } from "./spoilers.js";
import { clockTime, say, sayError, span } from "./words.js";

const MARKS = { seen: "👀", done: "✅", failed: "⚠️" };

/** @typedef {(message: Message, button: Pick<Wire.ShownButton, "label" | "press">) => void} Press */

/**
 * What follows from a press, and the messages around one: the reply to the same request and its film, the status of a
 * person's line, and whether a status stands beside that line.
 * @typedef {object} Acts
 * @property {Press} press
 * @property {(message: Message, words: string) => void} say
 * @property {(words: string) => void} suggest
 * @property {(message: Message) => Message | null} reply
 * @property {(message: Message) => Message | null} film
 * @property {(message: Message) => Message | null} status
 * @property {(status: Message) => boolean} saidBy
 */

/** @typedef {import("./outbox.js").Unsent} Unsent */

export class Message {
  /**
   * @param {string} key
   * @param {Acts} acts
   */
  constructor(key, acts) {
    this.key = key;
    this.acts = acts;
    this.position = 0;
    /** @type {number | null} */
    this.project = null;
    this.body = /** @type {Wire.Body} */ (/** @type {unknown} */ (null)); // until `show`
    /** @type {Wire.Mark | null} */
    this.mark = null;
    /** @type {Map<string, { value: string, element: Element | Comment }>} */
    this.drawn = new Map();
    /** @type {boolean | null} */
    this.open = null; // whether its card is, as soon as somebody opened or closed it
    /** @type {HTMLVideoElement | null} */
    this.video = null;
    this.element = el("article", { class: "message", "data-key": key });
  }

  get mine() {
    return this.body.kind === "said";
  }

  /** What the person said, as it is shown. */
  get said() {
    return this.body.said ?? [this.body.text ?? ""];
  }

  /** Whether this is a status that still goes on. */
  get live() {
    if (this.body.kind !== "status" || this.mark === "done" || this.mark === "failed") return false;
    return this.body.buttons.length > 0 || (this.body.progress !== null && this.body.progress < 1);
  }

  /**
   * @param {Wire.Body} body
   * @param {Wire.Mark | null} mark
   */
  show(body, mark) {
    this.body = body;
    this.mark = mark;
    this.element.className = `message kind-${body.kind} ${this.mine ? "mine" : "theirs"} ${this.live ? "live" : ""}`;
    if (body.pressed) this.element.classList.add("pressed");
    if (body.kind === "status" || body.kind === "note") this.element.setAttribute("aria-live", "off");
    this.part("who", [this.mine], () => el("span", { class: "unseen" }, say(this.mine ? "from.you" : "from.bot")));
    this.part("words", [body.words ?? this.said, body.pressed], () => this.words());
    this.part("progress", [body.progress, this.live], () => this.progress());
    this.part("files", [body.files], () => this.files());
    this.part("film", [body.film], () => this.film());
    this.part("buttons", [body.buttons, body.film], () => this.buttons());
    this.part("suggestions", [body.suggestions], () => this.suggestions());
    this.part("details", [...this.folded(), body.film], () => this.details());
    const status = this.mine ? this.acts.status(this) : null;
    this.part("meta", [body.at, mark, body.kind, status?.body.words], () => this.meta(status));
    this.element.classList.toggle("has-film", this.video !== null);
    if (body.kind === "status") this.element.hidden = this.acts.saidBy(this); // it stands beside the person's own line
  }

  /** Draw everything anew, in another language. */
  redraw() {
    this.drawn.clear();
    this.element.replaceChildren();
    this.show(this.body, this.mark);
  }

  /**
   * @param {string} name
   * @param {unknown[]} values what it is drawn of
   * @param {() => Element | null} draw
   */
  part(name, values, draw) {
    const value = JSON.stringify(values);
    const before = this.drawn.get(name);
    if (before?.value === value) return;
    const focused = before ? pressable(before.element).findIndex((one) => one === document.activeElement) : -1;
    const element = draw() ?? document.createComment(name);
    if (before) before.element.replaceWith(element);
    else this.element.append(element);
    this.drawn.set(name, { value, element });
    if (focused >= 0) pressable(element)[focused]?.focus();
  }

  words() {
    if (!this.mine) return this.body.words?.length ? words(this.body.words) : null;
    if (!this.body.text) return null;
    const text = el("p", { class: "bubble", dir: "auto" }, ...spans(this.said));
    if (this.body.pressed) text.prepend(el("span", { class: "unseen" }, `${say("pressed")} `));
    return text;
  }

  progress() {
    if (this.body.kind !== "status" || !this.live) return null;
    const percent = this.body.progress === null ? null : Math.round(this.body.progress * 100);
    const fill = el("div", { class: "fill" });
    const bar = el("div", { class: percent === null ? "bar unknown" : "bar" }, fill);
    if (percent !== null) fill.style.width = `${percent}%`;
    return el(
      "div",
      { class: "progress" },
      el("div", { class: "progress-line", role: "progressbar", "aria-label": say("status.progress"), "aria-valuemin": "0", "aria-valuemax": "100", "aria-valuenow": percent }, bar),
      el("span", { class: "elapsed", "data-since": this.body.at, title: say("status.elapsed") }, span(Date.now() / 1000 - this.body.at)),
    );
  }

  files() {
    if (!this.body.files?.length) return null;
    return el("ul", { class: "files" }, ...this.body.files.map((file) => el("li", {}, ownFile(file))));
  }

  film() {
    this.video = null;
    if (!this.body.film?.link && !this.body.film?.ref) return null;
    const { element, video } = film(this.key, this.body.film);
    this.video = video;
    return element;
  }

  /**
   * What the card behind this message holds: a film shows that of its whole request.
   * @returns {[Wire.Block[] | null, Wire.Picture | null]}
   */
  folded() {
    const { body } = this;
    if (this.mine || body.kind === "status" || body.kind === "note") return [null, null];
    if (!body.film && this.acts.film(this)) return [null, null];
    const reply = body.film ? this.acts.reply(this) : null;
    const blocks = reply?.body.details?.length ? reply.body.details : (body.details ?? []);
    return [blocks, body.picture?.rows.length ? body.picture : null];
  }

  details() {
    const [blocks, picture] = this.folded();
    if (!blocks?.length && !picture) return null;
    const before = this.body.film ? this.acts.reply(this) : null; // its card moves to the film
    const focused = before?.element.querySelector("summary:focus");
    const open = this.open ?? before?.open ?? (!this.body.film && this.body.kind === "answer");
    const card = details(blocks ?? [], picture ?? null, { video: this.video, open, suggest: this.acts.suggest });
    card.addEventListener("toggle", () => { this.open = card.open; });
    if (focused) queueMicrotask(() => card.querySelector("summary")?.focus({ preventScroll: true }));
    return card;
  }

  buttons() {
    if (this.video && this.body.film) return filmFoot(this.key, this.body.film, this.body.buttons, this.time(), (button) => this.acts.press(this, button));
    if (!this.body.buttons?.length) return null;
    return el("div", { class: "buttons" }, ...this.body.buttons.map((button) => this.button(button)));
  }

  /** Wishes to be said by a press; said to this project, wherever the chat went on. */
  suggestions() {
    if (!this.body.suggestions?.length) return null;
    const wish = (/** @type {string} */ text) => el("button", { type: "button", on: { click: () => this.acts.say(this, text) } }, text);
    return el("div", { class: "buttons" }, ...this.body.suggestions.map(wish));
  }

  /** @param {Wire.ShownButton} button */
  button({ label, press, url }) {
    if (url) return el("a", { class: "button", href: url, target: "_blank", rel: "noopener noreferrer" }, icon(ICONS.link), label);
    const click = () => {
      if (button.getAttribute("aria-disabled")) return;
      button.setAttribute("aria-disabled", "true");
      setTimeout(() => button.removeAttribute("aria-disabled"), 2000);
      this.acts.press(this, { label, press });
    };
    const button = el("button", { type: "button", on: { click } }, label);
    return button;
  }

  time() {
    const at = new Date(this.body.at * 1000);
    return el("time", { datetime: at.toISOString() }, clockTime(at));
  }

  /** @param {Message | null} status */
  meta(status) {
    if (this.body.kind === "status" || this.body.kind === "note" || this.body.kind === "quiet" || this.video) return null;
    const mark = this.mark
      ? el("span", { class: "mark", role: "img", "aria-label": say(`mark.${this.mark}`), title: say(`mark.${this.mark}`) }, MARKS[this.mark])
      : null;
    return el("p", { class: "meta" }, this.time(), status ? el("span", {}, plain(status.body.words ?? [])) : null, mark);
  }
}

/**
 * @param {Element | Comment} part
 * @returns {HTMLElement[]}
 */
function pressable(part) {
  return part instanceof Element ? [...part.querySelectorAll("button, a")].filter((one) => one instanceof HTMLElement) : [];
}

/**
 * A message that the server has not confirmed: the same place, the same look, and what is still to do.
 * @param {Unsent} message
 * @param {import("./conversation.js").Acts} acts
 */
export function unsent(message, acts) {
  const files = message.uploads.filter((upload) => upload.state !== "cancelled");
  const state = message.problem
    ? el(
        "p",
        { class: "meta failed", role: "alert" },
        sayError(message.problem),
        el("button", { class: "plain", type: "button", on: { click: () => acts.retry(message) } }, icon(ICONS.again), el("span", { class: "unseen" }, say("send"))),
        el("button", { class: "plain", type: "button", on: { click: () => acts.drop(message) } }, icon(ICONS.close), el("span", { class: "unseen" }, say("upload.cancel", { name: "" }))),
      )
    : el("p", { class: "meta" }, say("sending"));
  return el(
    "article",
    { class: `message mine unsent ${message.press ? "pressed" : ""}` },
    message.text ? el("p", { class: "bubble", dir: "auto" }, ...spans(message.press ? [message.text] : said(message.text))) : null,
    files.length ? el("ul", { class: "chips" }, ...files.map((upload) => acts.chip(upload))) : null,
    state,
  );
}
