// The timeline as a strip of tracks: bars to scale for the eye, one sentence for everyone else.

import { el, svg } from "./dom.js";
import { say } from "./words.js";

const ROW = 30;
const BAR = 24;

/** @param {Wire.Picture} picture */
export function timeline(picture) {
  const rows = picture.rows.slice(0, 24);
  const height = rows.length * ROW;
  const labels = rows.map((row) => el("span", { class: "track-name" }, el("bdi", {}, trackName(row))));
  const strip = svg("svg", { class: "strip", width: "100%", height, role: "img", "aria-label": spoken(picture) });
  strip.append(...rows.flatMap((row, number) => track(row, number)));
  return el(
    "figure",
    { class: "timeline" },
    el("figcaption", {}, say("timeline.head")),
    el("div", { class: "tracks" }, el("div", { class: "track-names", "aria-hidden": "true" }, ...labels), strip),
    ruler(picture.seconds),
  );
}

/** @param {Wire.Row} row */
function track(row, number) {
  const y = number * ROW + (ROW - BAR) / 2;
  const ground = svg("rect", { class: "ground", x: "0", y, width: "100%", height: BAR, rx: 6 });
  return [ground, ...row.bars.map((bar) => piece(row, bar, y))];
}

/**
 * A bar is an SVG of its own, so that a long name is cut where the bar ends.
 * @param {Wire.Row} row
 * @param {Wire.Bar} bar
 */
function piece(row, bar, y) {
  const share = Math.max(bar.end - bar.start, 0.006);
  const box = svg("svg", { x: percent(bar.start), y, width: percent(share), height: BAR, class: `piece ${row.kind}` });
  box.append(
    svg("title", {}, bar.label || say("timeline.unnamed")),
    svg("rect", { x: 0.5, y: 0.5, width: "100%", height: BAR - 1, rx: 6 }),
    svg("text", { x: 8, y: BAR / 2, "dominant-baseline": "central" }, bar.label),
  );
  return box;
}

function ruler(seconds) {
  const marks = [0, seconds / 2, seconds].map((at) => el("span", {}, `${round(at)} s`));
  return el("div", { class: "ruler", "aria-hidden": "true" }, ...marks);
}

/** @param {Wire.Picture} picture */
function spoken(picture) {
  const head = say("timeline.alt", { seconds: round(picture.seconds), count: picture.rows.length });
  const rows = picture.rows.map((row) => {
    const bars = row.bars.map((bar) =>
      say("timeline.piece", {
        label: bar.label || say("timeline.unnamed"),
        start: round(bar.start * picture.seconds),
        end: round(bar.end * picture.seconds),
      }),
    );
    return `${trackName(row)}: ${bars.join("; ") || say("timeline.empty")}`;
  });
  return [head, ...rows].join(". ");
}

/** @param {Wire.Row} row */
function trackName(row) {
  return say(`track.${row.label}`, {}, row.label);
}

function percent(share) {
  return `${Math.min(Math.max(share, 0), 1) * 100}%`;
}

function round(seconds) {
  return Math.round(seconds * 10) / 10;
}
