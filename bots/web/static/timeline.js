// The timeline as a strip of tracks: pieces to scale, cuts as cuts, pictures of the film, a playhead that seeks it, the
// exact words of what is pointed at, and for each track what else could be asked.

import { el } from "./dom.js";
import { cover, frames } from "./frames.js";
import { menu } from "./menu.js";
import { barAt, marks, nextCut, pieces } from "./pieces.js";
import { wake } from "./player.js";
import { say, span } from "./words.js";

const MOST_ROWS = 24;
const PICTURE_HEIGHT = 44;
const KNOWN_TRACKS = new Set(["video", "bgm", "voice", "sound", "title", "caption", "watermark"]);

/**
 * The strip of a timeline. `video` plays its film, null where there is none yet; `suggest` takes words to ask for.
 * @param {Wire.Picture} picture
 * @param {HTMLVideoElement | null} video
 * @param {(words: string) => void} suggest
 */
export function timeline(picture, video, suggest) {
  const rows = picture.rows.slice(0, MOST_ROWS);
  const lanes = el("div", { class: "lanes" }, ...rows.map((row) => lane(row, video !== null)));
  const readout = el("output", { class: "readout" });
  const strip = el("div", { class: "strip", "aria-label": spoken(picture) }, lanes);
  const pointed = pointing(strip, rows, readout);
  if (video) playhead(strip, video, picture, rows, pointed);
  else strip.setAttribute("role", "img");
  const names = rows.map((row) => menu(el("button", { class: `track-name ${row.kind}`, type: "button" }, trackName(row)), () => wishes(row, suggest)));
  const ruler = el("div", { class: "ruler", "aria-hidden": "true" }, ...marks(picture.seconds).map((at) => tick(at, at / picture.seconds)));
  if (video) observed(lanes, () => filmstrip(lanes, video));
  return el(
    "figure",
    { class: "timeline" },
    el("div", { class: "tracks" }, el("div", { class: "track-names" }, ...names), el("div", { class: "scale" }, strip, el("div", { class: "under" }, ruler, readout))),
  );
}

/**
 * A second on the ruler; at both ends its name stays inside.
 * @param {number} at
 * @param {number} share
 */
function tick(at, share) {
  const name = el("span", {}, span(at));
  name.style.left = percent(share || 0);
  name.style.translate = `-${percent(share || 0)}`;
  return name;
}

/**
 * @param {Wire.Row} row
 * @param {boolean} hasFilm
 */
function lane(row, hasFilm) {
  const pictured = row.kind === "video" && hasFilm;
  const own = pieces(row.bars).map(({ label, start, end, cuts }) => {
    const piece = el("div", { class: `piece ${row.kind}` }, el("span", { class: "piece-name" }, label), ...cuts.map(cut));
    piece.style.left = percent(start);
    piece.style.width = percent(Math.max(end - start, 0.004));
    return piece;
  });
  return el("div", { class: pictured ? "lane pictured" : "lane" }, pictured ? el("canvas", { class: "frames" }) : null, ...own);
}

/** @param {number} share */
function cut(share) {
  const mark = el("i", { class: "cut" });
  mark.style.left = percent(share);
  return mark;
}

/**
 * Say what lies under the pointer; the returned function says what lies at a share of the whole.
 * @param {HTMLElement} strip
 * @param {Wire.Row[]} rows
 * @param {HTMLOutputElement} readout
 */
function pointing(strip, rows, readout) {
  const tell = (/** @type {Wire.Row | undefined} */ row, /** @type {number} */ share) => {
    const bar = row ? barAt(row.bars, share) : null;
    readout.textContent = row && bar ? exact(row, bar) : "";
  };
  strip.addEventListener("pointermove", (event) => {
    const { left, width } = strip.getBoundingClientRect();
    const lanes = [...strip.querySelectorAll(".lane")];
    const at = lanes.findIndex((one) => event.clientY <= one.getBoundingClientRect().bottom);
    tell(rows[at], (event.clientX - left) / width);
  });
  strip.addEventListener("pointerleave", () => tell(undefined, 0));
  return (/** @type {number} */ share) => rows.map((row) => ({ row, bar: barAt(row.bars, share) })).flatMap(({ row, bar }) => (bar ? [exact(row, bar)] : [])).join("; ");
}

/**
 * The playhead follows the film, and the film the pointer and the keys.
 * @param {HTMLElement} strip
 * @param {HTMLVideoElement} video
 * @param {Wire.Picture} picture
 * @param {Wire.Row[]} rows
 * @param {(share: number) => string} pointed
 */
function playhead(strip, video, picture, rows, pointed) {
  const head = el("div", { class: "playhead" });
  strip.append(head);
  for (const [name, value] of [["role", "slider"], ["tabindex", "0"], ["aria-valuemin", "0"], ["aria-valuemax", String(round(picture.seconds))]]) strip.setAttribute(name, value);
  const length = () => video.duration || picture.seconds || 1;
  const draw = () => {
    const share = Math.min(1, video.currentTime / length());
    head.style.left = percent(share);
    strip.setAttribute("aria-valuenow", String(round(share * picture.seconds)));
    strip.setAttribute("aria-valuetext", [span(video.currentTime), pointed(share)].filter(Boolean).join(", "));
    if (!video.paused && !video.ended && strip.isConnected) requestAnimationFrame(draw);
  };
  const seek = (/** @type {number} */ share) => {
    wake(video);
    video.currentTime = Math.max(0, Math.min(1, share)) * length();
  };
  const drag = (/** @type {PointerEvent} */ event) => {
    const { left, width } = strip.getBoundingClientRect();
    seek((event.clientX - left) / width);
  };
  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    drag(event);
  });
  strip.addEventListener("pointermove", (event) => strip.hasPointerCapture(event.pointerId) && drag(event));
  strip.addEventListener("keydown", (event) => {
    const now = video.currentTime / length();
    const second = 1 / length();
    const to = {
      ArrowLeft: now - second,
      ArrowRight: now + second,
      PageUp: nextCut(rows, now, -1),
      PageDown: nextCut(rows, now, 1),
      Home: 0,
      End: 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seek(to);
  });
  for (const name of ["play", "timeupdate", "seeking", "seeked", "loadedmetadata"]) video.addEventListener(name, draw);
  draw();
}

/**
 * Draw pictures of the film behind the first video track, as many as stand side by side.
 * @param {HTMLElement} lanes
 * @param {HTMLVideoElement} video
 */
function filmstrip(lanes, video) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (lanes.querySelector("canvas.frames"));
  if (!canvas?.clientWidth) return;
  const width = canvas.clientWidth;
  const scale = Math.min(2, devicePixelRatio || 1);
  const shape = video.videoWidth / video.videoHeight || 16 / 9;
  const count = Math.max(1, Math.min(24, Math.round(width / (PICTURE_HEIGHT * shape))));
  const each = (width * scale) / count;
  [canvas.width, canvas.height] = [width * scale, PICTURE_HEIGHT * scale];
  const shares = Array.from({ length: count }, (_, number) => (number + 0.5) / count);
  frames(video.dataset.source ?? "", shares, (picture, number) => {
    cover(canvas, picture, number * each, 0, each + 1, PICTURE_HEIGHT * scale);
    canvas.parentElement?.classList.add("drawn");
  });
}

/**
 * @param {Element} element
 * @param {() => void} seen
 */
function observed(element, seen) {
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    seen();
  });
  observer.observe(element);
}

/**
 * @param {Wire.Row} row
 * @param {(words: string) => void} suggest
 */
function wishes(row, suggest) {
  const kind = KNOWN_TRACKS.has(row.label) ? row.label : "video";
  const all = [1, 2, 3].map((number) => say(`suggest.${kind}.${number}`, {}, "")).filter(Boolean);
  return all.map((words) => ({ label: words, act: () => suggest(words) }));
}

/** @param {Wire.Picture} picture */
function spoken(picture) {
  const head = say("timeline.alt", { seconds: round(picture.seconds), count: picture.rows.length });
  const rows = picture.rows.map((row) => {
    const own = pieces(row.bars).map(({ label, start, end, cuts }) => {
      const values = { label: label || say("timeline.unnamed"), start: round(start * picture.seconds), end: round(end * picture.seconds), cuts: cuts.length };
      return say(cuts.length ? "timeline.piece_cut" : "timeline.piece", values);
    });
    return `${trackName(row)}: ${own.join("; ") || say("timeline.empty")}`;
  });
  return [head, ...rows].join(". ");
}

/**
 * The words of the timeline line: "BGM: Lo-fi (0-10s, 35%)".
 * @param {Wire.Row} row
 * @param {Wire.Bar} bar
 */
function exact(row, bar) {
  return `${trackName(row)}: ${bar.label || say("timeline.unnamed")} ${bar.detail ?? ""}`.trim();
}

/** @param {Wire.Row} row */
function trackName(row) {
  return say(`track.${row.label}`, {}, row.label);
}

/** @param {number} share */
function percent(share) {
  return `${Math.min(Math.max(share, 0), 1) * 100}%`;
}

/** @param {number} seconds */
function round(seconds) {
  return Math.round(seconds * 10) / 10;
}
