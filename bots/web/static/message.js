// One line of the conversation. Its parts are replaced only when they changed: a film plays on while a button goes.

import { ICONS, el, icon } from "./dom.js";
import { clip, film } from "./film.js";
import { words } from "./markup.js";
import { timeline } from "./timeline.js";
import { clockTime, say, sayError, size, span } from "./words.js";

const MARKS = { seen: "👀", done: "✅", failed: "⚠️" };

export class Message {
  /** `acts` has press(message, button), before(message) and unsent(message, what). */
  constructor(key, acts) {
    this.key = key;
    this.acts = acts;
    this.position = 0;
    this.body = /** @type {Wire.Body} */ (/** @type {unknown} */ (null)); // until `show`
    /** @type {Wire.Mark | null} */
    this.mark = null;
    this.drawn = new Map();
    this.element = el("article", { class: "message", "data-key": key });
  }

  get mine() {
    return this.body.kind === "said";
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
    this.part("words", [body.words ?? body.text, body.pressed], () => this.words());
    this.part("progress", [body.progress, this.live], () => this.progress());
    this.part("files", [body.files], () => this.files());
    this.part("film", [body.film, this.acts.before(this)], () => this.film());
    this.part("picture", [body.picture], () => (body.picture?.rows.length ? timeline(body.picture) : null));
    this.part("buttons", [body.buttons], () => this.buttons());
    this.part("meta", [body.at, mark, body.kind], () => this.meta());
  }

  /** Draw everything anew, in another language. */
  redraw() {
    this.drawn.clear();
    this.element.replaceChildren();
    this.show(this.body, this.mark);
  }

  part(name, values, draw) {
    const value = JSON.stringify(values);
    const before = this.drawn.get(name);
    if (before?.value === value) return;
    const focused = [...(before?.element.querySelectorAll?.("button, a") ?? [])].indexOf(document.activeElement);
    const element = draw() ?? document.createComment(name);
    if (before) before.element.replaceWith(element);
    else this.element.append(element);
    this.drawn.set(name, { value, element });
    if (focused >= 0) element.querySelectorAll?.("button, a")[focused]?.focus();
  }

  words() {
    if (!this.mine) return words(this.body.words ?? []);
    if (!this.body.text) return null;
    const text = el("p", { class: "bubble", dir: "auto" }, this.body.text);
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
    return this.body.film?.link || this.body.film?.ref ? film(this.key, this.body.film, this.acts.before(this)) : null;
  }

  buttons() {
    if (!this.body.buttons?.length) return null;
    return el("div", { class: "buttons" }, ...this.body.buttons.map((button) => this.button(button)));
  }

  button({ label, press, url }) {
    if (url) return el("a", { class: "button", href: url, target: "_blank", rel: "noopener noreferrer" }, icon(ICONS.link), label);
    const click = (event) => {
      const { currentTarget } = event;
      if (currentTarget.getAttribute("aria-disabled")) return;
      currentTarget.setAttribute("aria-disabled", "true");
      setTimeout(() => currentTarget.removeAttribute("aria-disabled"), 2000);
      this.acts.press(this, { label, press });
    };
    return el("button", { type: "button", on: { click } }, label);
  }

  meta() {
    if (this.body.kind === "status" || this.body.kind === "note") return null;
    const at = new Date(this.body.at * 1000);
    const time = el("time", { datetime: at.toISOString() }, clockTime(at));
    const mark = this.mark
      ? el("span", { class: "mark", role: "img", "aria-label": say(`mark.${this.mark}`), title: say(`mark.${this.mark}`) }, MARKS[this.mark])
      : null;
    return el("p", { class: "meta" }, time, mark);
  }
}

/** A message that the server has not confirmed: the same place, the same look, and what is still to do. */
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
    message.text ? el("p", { class: "bubble", dir: "auto" }, message.text) : null,
    files.length ? el("ul", { class: "chips" }, ...files.map((upload) => acts.chip(upload))) : null,
    state,
  );
}

function ownFile(file) {
  const label = el("span", { class: "file-name" }, el("bdi", {}, file.name));
  const facts = el("span", { class: "file-size" }, size(file.size));
  if (file.kind === "image") {
    const picture = el("img", { src: `/file/${file.ref}`, alt: file.name, loading: "lazy" });
    picture.addEventListener("error", () => picture.remove());
    return el("div", { class: "file picture" }, picture, el("div", { class: "file-line" }, label, facts));
  }
  const line = el("div", { class: "file-line" }, icon(ICONS[file.kind] ?? ICONS.file), label, facts);
  if (file.kind !== "video") return el("div", { class: "file" }, line);
  return el("details", { class: "file" }, watch(file, line), el("div", { class: "clip" }));
}

/** The player is made when it is first looked at. */
function watch(file, line) {
  const summary = el("summary", { title: say("clip.shown", { name: file.name }) }, line);
  summary.addEventListener("click", () => {
    const place = summary.nextElementSibling;
    if (!place?.firstChild) place?.append(clip(file));
  });
  return summary;
}
