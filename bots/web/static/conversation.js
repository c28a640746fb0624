// The log: lines in their order, each edited in its place, what is unsent at the end.

import { el } from "./dom.js";
import { unhidden } from "./markup.js";
import { Message, unsent } from "./message.js";
import { placed } from "./placing.js";
import { day, span } from "./words.js";

const NEAR = 160;
const SMOOTH = 900; // milliseconds that a smooth scroll takes at most
const UNREAD = 300; // milliseconds after which a screen reader has seen a change

/** @typedef {import("./outbox.js").Unsent} Unsent */

/**
 * What follows from a press in the log; `announce` has the words of a status read out.
 * @typedef {object} Acts
 * @property {import("./message.js").Press} press
 * @property {(message: Message, words: string) => void} say
 * @property {(words: string) => void} suggest
 * @property {(message: Unsent) => void} retry
 * @property {(message: Unsent) => void} drop
 * @property {(upload: import("./uploads.js").Upload) => Element} chip
 * @property {(key: string, text: string) => void} announce
 */

export class Conversation {
  /**
   * @param {HTMLElement} log
   * @param {Acts} acts
   */
  constructor(log, acts) {
    this.log = log;
    /** @type {import("./message.js").Acts & Acts} */
    this.acts = {
      ...acts,
      reply: (message) => this.around(message).findLast((line) => line.body.kind === "quiet" && line.position < message.position) ?? null,
      film: (message) => this.around(message).find((line) => line.body.film && line.position > message.position) ?? null,
      status: (message) => this.ended(message.key),
      saidBy: (status) => this.of(status) !== undefined && this.ended(status.body.of) === status,
    };
    /** @type {Map<string, Message>} */
    this.lines = new Map();
    /** @type {Map<string, string[]>} What is about a line: the line's key → keys. */
    this.about = new Map();
    /** @type {Map<string, Wire.Mark>} */
    this.marks = new Map();
    /** @type {Map<string, HTMLElement>} */
    this.pending = new Map();
    /** @type {number | null} The project whose lines are shown; null: all. */
    this.shown = null;
    this.atEnd = true;
    this.tidying = false;
    this.height = 0;
    this.settled = 0; // until then a scroll is ours
    this.silence = 0;
    addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.stay()).observe(log);
    log.addEventListener("click", ({ target }) => {
      if (!(target instanceof Element && target.closest("summary"))) return;
      this.atEnd = false; // what opens is looked at where it is
      this.settled = performance.now() + SMOOTH;
    });
    setInterval(() => this.tick(), 1000);
  }

  get empty() {
    const begun = (/** @type {Message | undefined} */ line) => line?.body.text === "/new"; // a new project in which nothing was said yet
    return this.pending.size === 0 && this.here().every((line) => begun(line) || begun(this.of(line)));
  }

  /** @param {string} key */
  has(key) {
    return this.lines.has(key);
  }

  /**
   * Whether a line is the status of something that goes on.
   * @param {string} key
   */
  goesOn(key) {
    return this.lines.get(key)?.live ?? false;
  }

  /**
   * Take a line as the stream tells it.
   * @param {Wire.Line} line
   */
  take({ key, position, project, body }) {
    if (body?.kind === "mark") {
      this.marks.set(body.of, body.mark);
      this.refreshAbout(body.of);
    } else if (body) {
      const line = this.put(key, position, body);
      line.project = project ?? (body.kind === "said" ? null : body.project) ?? line.project;
    } else {
      const line = this.lines.get(key);
      line?.element.remove();
      this.lines.delete(key);
      if (line?.body.of) this.refreshAbout(line.body.of);
    }
    this.tidySoon();
  }

  /**
   * The line that another one is about.
   * @param {Message} line
   */
  of({ body }) {
    return body.of ? this.lines.get(body.of) : undefined;
  }

  /** The lines of the project that is shown, in their order. */
  here() {
    const places = this.places();
    return [...this.lines.values()]
      .filter(({ key }) => this.shown === null || [this.shown, null].includes(places.get(key) ?? null))
      .sort((one, other) => one.position - other.position);
  }

  /** Where every line belongs. */
  places() {
    const inOrder = [...this.lines.values()].sort((one, other) => one.position - other.position);
    return placed(inOrder.map(({ key, project, body }) => ({ key, project, of: body.of, shown: body.kind === "said" ? body.project : null })));
  }

  /**
   * Show the lines of one project.
   * @param {number | null} project
   */
  only(project) {
    if (project === this.shown) return;
    this.shown = project;
    this.unread(() => this.tidy());
    this.end("instant");
  }

  /**
   * What made a version, and its film: of the project that is shown, as far as the lines tell.
   * @param {number} number
   * @param {number | null} request
   */
  made(number, request) {
    const lines = this.here();
    const films = lines.filter(({ body }) => body.film && body.kind === "answer");
    const film = films.findLast(({ body }) => body.film?.name.endsWith(`-v${number}.mp4`)) ?? films.findLast(({ body }) => body.request !== null && body.request === request);
    const about = lines.find(({ body }) => request !== null && body.request === request && body.of);
    return { wish: unhidden((about && this.of(about)?.said) ?? []), film: film?.key ?? null };
  }

  /**
   * Bring a line into view, and its player into focus.
   * @param {string} key
   */
  go(key) {
    const element = this.lines.get(key)?.element;
    element?.scrollIntoView({ block: "center" });
    element?.querySelector("video")?.focus({ preventScroll: true });
  }

  /** The server knows nothing of what is shown. */
  forget() {
    for (const line of this.lines.values()) line.element.remove();
    this.lines.clear();
    this.about.clear();
    this.marks.clear();
    this.tidySoon();
  }

  /** Everything there was has been seen. */
  ready() {
    if (this.log.getAttribute("aria-busy") === "false") return;
    this.tidy();
    this.log.setAttribute("aria-busy", "false");
    this.log.setAttribute("aria-live", "polite");
    this.end("instant");
  }

  /**
   * Show a message that is on its way; call again when it changed.
   * @param {Unsent} message
   */
  waiting(message) {
    const element = unsent(message, this.acts);
    const before = this.pending.get(message.key);
    if (before) before.replaceWith(element);
    else this.log.append(element);
    this.pending.set(message.key, element);
    if (!before) this.end();
  }

  /** @param {{ key: string }} message */
  gone({ key }) {
    this.pending.get(key)?.remove();
    this.pending.delete(key);
  }

  /** What the person said, oldest first. */
  said() {
    const own = [...this.lines.values()].filter((line) => line.mine && !line.body.pressed && line.body.text);
    return own.sort((one, other) => one.position - other.position).map((line) => line.body.text ?? "");
  }

  redraw() {
    this.unread(() => {
      for (const line of this.lines.values()) line.redraw();
      this.tidy();
    });
  }

  /**
   * Change what is shown without its being read out: it is nothing new.
   * @param {() => void} change
   */
  unread(change) {
    if (this.log.getAttribute("aria-busy") === "false") {
      this.log.setAttribute("aria-live", "off");
      clearTimeout(this.silence);
      this.silence = setTimeout(() => this.log.setAttribute("aria-live", "polite"), UNREAD);
    }
    change();
  }

  /**
   * Go to the newest line.
   * @param {ScrollBehavior} behavior
   */
  end(behavior = "smooth") {
    if (this.empty) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.atEnd = true;
    if (behavior === "smooth") this.settled = performance.now() + SMOOTH;
    scrollTo({ top: document.documentElement.scrollHeight, behavior: calm ? "instant" : behavior });
  }

  /**
   * @param {string} key
   * @param {number} position
   * @param {Wire.Body} body
   */
  put(key, position, body) {
    let line = this.lines.get(key);
    if (!line) {
      this.gone({ key });
      line = new Message(key, this.acts);
      line.position = position;
      this.lines.set(key, line);
      if (body.of) this.about.set(body.of, [...(this.about.get(body.of) ?? []), key]);
      line.show(body, this.markOf(key, body));
      this.place(line);
    } else {
      line.show(body, this.markOf(key, body));
    }
    if (body.of) this.refreshAbout(body.of);
    if (body.kind === "status" && line.live) this.acts.announce(key, line.element.querySelector(".words")?.textContent ?? "");
    return line;
  }

  /**
   * @param {string} key
   * @param {Wire.Body} body
   */
  markOf(key, body) {
    const of = body.kind === "said" ? key : body.kind === "status" ? body.of : null;
    return (of && this.marks.get(of)) || null;
  }

  /** @param {Message} line */
  place(line) {
    const before = (/** @type {Element} */ element) => (this.lineOf(element)?.position ?? Infinity) < line.position;
    let next = this.log.lastElementChild;
    while (next && !before(next)) next = next.previousElementSibling;
    if (next) next.after(line.element);
    else this.log.prepend(line.element);
  }

  /** @param {Element} element */
  lineOf(element) {
    return this.lines.get(element.getAttribute("data-key") ?? "");
  }

  /**
   * The messages about a line.
   * @param {string | null} key
   */
  ofLine(key) {
    const keys = (key && this.about.get(key)) || [];
    return keys.map((one) => this.lines.get(one)).filter((line) => line !== undefined);
  }

  /**
   * The messages of the same request; a line of an earlier release does not name its own.
   * @param {Message} line
   */
  around({ body }) {
    return this.ofLine(body.of).filter((line) => line.body.request === (body.request ?? -1));
  }

  /**
   * The one status of what was done at a person's line; null while it goes on, or where there are several.
   * @param {string | null} key
   */
  ended(key) {
    const statuses = this.ofLine(key).filter((line) => line.body.kind === "status");
    return key && this.marks.get(key) === "done" && statuses.length === 1 ? statuses[0] : null;
  }

  /** @param {string} key */
  refreshAbout(key) {
    for (const line of [this.lines.get(key), ...this.ofLine(key)]) line?.show(line.body, this.markOf(line.key, line.body));
  }

  tidySoon() {
    if (this.tidying) return;
    this.tidying = true;
    requestAnimationFrame(() => {
      this.tidying = false;
      this.tidy();
      this.stay();
    });
  }

  /** A line between days, and of several notes about one request only the newest, until its answer is there. */
  tidy() {
    for (const old of this.log.querySelectorAll(".day")) old.remove();
    const inOrder = [...this.log.querySelectorAll("[data-key]")].map((element) => this.lineOf(element)).filter((line) => line !== undefined);
    const over = new Set();
    for (const line of [...inOrder].reverse()) {
      const { kind, of } = line.body;
      if (kind === "note") line.element.hidden = over.has(of);
      if (kind === "note" || kind === "answer" || kind === "quiet") over.add(of);
    }
    const here = new Set(this.here());
    for (const line of inOrder) line.element.classList.toggle("elsewhere", !here.has(line));
    let last = null;
    for (const line of here) {
      const name = day(new Date(line.body.at * 1000));
      if (name !== last) line.element.before(el("p", { class: "day" }, el("span", {}, name)));
      last = name;
    }
  }

  /** Only going up leaves the end: content that grows below, or a scroll still on its way down, does not. */
  scrolled() {
    if (performance.now() > this.settled) this.atEnd = nearEnd() || (this.atEnd && scrollY >= this.height);
    this.height = scrollY;
  }

  stay() {
    if (this.atEnd) this.end("instant");
  }

  tick() {
    const now = Date.now() / 1000;
    for (const element of this.log.querySelectorAll("[data-since]")) {
      element.textContent = span(now - Number(element.getAttribute("data-since")));
    }
  }
}

export function nearEnd() {
  return document.documentElement.scrollHeight - innerHeight - scrollY < NEAR;
}
