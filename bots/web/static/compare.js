// Before and after in one picture: a line between them that moves, and one scrubber for both.

import { ICONS, el, icon } from "./dom.js";
import { whyNot } from "./reach.js";
import { wake } from "./player.js";
import { say, span } from "./words.js";

const STEP = 5; // per cent that an arrow key moves the line
const APART = 0.12; // seconds that the two may differ while they play

/**
 * The switch of a comparison with the original clip, which is loaded when it is switched on.
 * @param {HTMLElement} stage where the film is shown
 * @param {HTMLVideoElement} after the film
 * @param {Wire.ShownFile} original
 */
export function comparison(stage, after, original) {
  const button = el("button", { class: "compare", type: "button", "aria-pressed": "false" }, icon(ICONS.compare), say("film.compare"));
  /** @type {(() => void) | null} */
  let close = null;
  button.addEventListener("click", () => {
    if (close) return close();
    button.setAttribute("aria-pressed", "true");
    close = open(stage, after, original, () => {
      close = null;
      button.setAttribute("aria-pressed", "false");
    });
  });
  return button;
}

/**
 * @param {HTMLElement} stage
 * @param {HTMLVideoElement} after
 * @param {Wire.ShownFile} original
 * @param {() => void} closed
 */
function open(stage, after, original, closed) {
  const stop = new AbortController();
  const { signal } = stop;
  const source = `/file/${original.ref}`;
  const before = el("video", { class: "before", playsinline: true, preload: "auto", "aria-label": say("film.original", { name: original.name }) });
  before.muted = true;
  before.src = source;
  const line = wipe(stage, signal);
  const tags = el("div", { class: "tags", "aria-hidden": "true" }, el("span", {}, say("film.before")), el("span", {}, say("film.after")));
  const bar = scrubber(after, signal);
  stage.append(before, line, tags);
  stage.after(bar);
  stage.classList.add("comparing");
  after.controls = false;
  wake(after);
  follow(after, before, signal);
  const close = () => {
    stop.abort();
    for (const part of [before, line, tags, bar]) part.remove();
    before.removeAttribute("src");
    before.load();
    stage.classList.remove("comparing");
    after.controls = true;
    closed();
  };
  before.addEventListener("error", async () => {
    if (signal.aborted) return;
    const why = await whyNot(source);
    close();
    stage.after(el("p", { class: "compare-note", role: "status" }, say(`clip.${why}`, { name: original.name })));
  }, { signal });
  return close;
}

/**
 * The original goes wherever the film goes; where it is shorter it stands on its last picture.
 * @param {HTMLVideoElement} after
 * @param {HTMLVideoElement} before
 * @param {AbortSignal} signal
 */
function follow(after, before, signal) {
  const place = () => {
    const at = Math.min(after.currentTime, before.duration || 0);
    if (Math.abs(before.currentTime - at) > APART) before.currentTime = at;
  };
  const run = () => {
    place();
    before.playbackRate = after.playbackRate;
    if (after.paused || after.currentTime >= (before.duration || 0)) before.pause();
    else before.play().catch(() => {}); // what this browser cannot play says so by its error
  };
  for (const name of ["play", "pause", "ratechange"]) after.addEventListener(name, run, { signal });
  for (const name of ["seeking", "timeupdate"]) after.addEventListener(name, place, { signal });
  before.addEventListener("loadedmetadata", run, { signal });
}

/**
 * The line: dragged anywhere in the picture, or moved by the arrow keys.
 * @param {HTMLElement} stage
 * @param {AbortSignal} signal
 */
function wipe(stage, signal) {
  const handle = el("div", { class: "wipe", role: "slider", tabindex: "0", "aria-label": say("film.wipe"), "aria-valuemin": "0", "aria-valuemax": "100" }, el("span", { class: "grip" }, icon(ICONS.grip)));
  const move = (/** @type {number} */ percent) => {
    const at = Math.max(0, Math.min(100, percent));
    handle.setAttribute("aria-valuenow", String(Math.round(at)));
    stage.style.setProperty("--wipe", `${at}%`);
  };
  const drag = (/** @type {PointerEvent} */ event) => {
    const { left, width } = stage.getBoundingClientRect();
    move(((event.clientX - left) / width) * 100);
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Element && event.target.closest("button")) return;
    event.preventDefault();
    stage.setPointerCapture(event.pointerId);
    drag(event);
    handle.focus({ preventScroll: true });
  }, { signal });
  stage.addEventListener("pointermove", (event) => stage.hasPointerCapture(event.pointerId) && drag(event), { signal });
  handle.addEventListener("keydown", (event) => {
    const now = Number(handle.getAttribute("aria-valuenow"));
    const to = { ArrowLeft: now - STEP, ArrowDown: now - STEP, ArrowRight: now + STEP, ArrowUp: now + STEP, Home: 0, End: 100 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  });
  move(50);
  return handle;
}

/**
 * Play and scrub both: what moves the film moves the original.
 * @param {HTMLVideoElement} after
 * @param {AbortSignal} signal
 */
function scrubber(after, signal) {
  const button = el("button", { class: "quiet round small-round", type: "button" });
  const range = el("input", { type: "range", min: "0", max: "1000", value: "0", "aria-label": say("film.scrub") });
  const time = el("span", { class: "scrub-time" });
  const draw = () => {
    button.replaceChildren(icon(after.paused ? ICONS.play : ICONS.pause, "filled"));
    button.setAttribute("aria-label", say(after.paused ? "film.play" : "film.pause"));
    range.value = String(after.duration ? (after.currentTime / after.duration) * 1000 : 0);
    time.textContent = `${span(after.currentTime)} / ${span(after.duration || 0)}`;
    range.setAttribute("aria-valuetext", time.textContent);
  };
  button.addEventListener("click", () => (after.paused ? after.play().catch(() => {}) : after.pause()));
  range.addEventListener("input", () => { after.currentTime = (Number(range.value) / 1000) * (after.duration || 0); });
  for (const name of ["play", "pause", "timeupdate", "seeked", "durationchange"]) after.addEventListener(name, draw, { signal });
  draw();
  return el("div", { class: "scrub" }, button, range, time);
}
