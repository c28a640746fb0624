// A file on its way, as a chip: its name, how far it is, and a way to take it back.

import { ICONS, el, icon } from "./dom.js";
import { thumbnail } from "./frames.js";
import { say, sayError, size } from "./words.js";

const KINDS = /** @type {const} */ (["video", "image", "audio"]);

/** @typedef {import("./uploads.js").Upload} Upload */

/**
 * A list item for an upload, kept up to date by itself.
 * @param {Upload} upload
 * @param {import("./uploads.js").Uploads} uploads
 */
export function chip(upload, uploads) {
  const { name } = upload.file;
  const state = el("span", { class: "chip-state" });
  const fill = el("div", { class: "fill" });
  const bar = el("div", { class: "chip-bar", role: "progressbar", "aria-label": say("upload.sending", { name }), "aria-valuemin": "0", "aria-valuemax": "100" }, fill);
  const again = act(ICONS.again, say("upload.again", { name }), () => uploads.again(upload));
  const cancel = act(ICONS.close, say("upload.cancel", { name }), () => uploads.cancel(upload));
  const head = el("span", { class: "chip-name" }, el("bdi", {}, name));
  const element = el("li", { class: "chip" }, sign(upload), el("div", { class: "chip-text" }, head, state), again, cancel, bar);
  const draw = () => {
    const percent = Math.round(upload.share * 100);
    element.dataset.state = upload.state;
    state.textContent = told(upload, percent, uploads.limits);
    fill.style.width = `${percent}%`;
    bar.setAttribute("aria-valuenow", String(percent));
    bar.hidden = upload.state !== "sending" && upload.state !== "lost" && upload.state !== "waiting";
    again.hidden = upload.state !== "failed" || upload.problem === "empty" || upload.problem === "too_large" || upload.problem === "gone";
  };
  upload.addEventListener("change", draw);
  upload.addEventListener("progress", draw);
  draw();
  return element;
}

/**
 * @param {Upload} upload
 * @param {number} percent
 * @param {Wire.Limits} limits
 */
function told(upload, percent, limits) {
  const { name } = upload.file;
  switch (upload.state) {
    case "failed":
      return sayError(upload.problem, { name, limit: size(limits.file_bytes) });
    case "lost":
      return say("upload.lost");
    case "ready":
      return `${size(upload.file.size)} · ${say("upload.ready")}`;
    default:
      return `${size(upload.file.size)} · ${say("upload.percent", { percent })}${upload.anew ? ` · ${say("upload.anew", { name })}` : ""}`;
  }
}

/**
 * @param {string} path
 * @param {string} label
 * @param {() => void} click
 */
function act(path, label, click) {
  return el("button", { class: "quiet round small-round", type: "button", "aria-label": label, title: label, on: { click } }, icon(path));
}

/** @param {Upload["file"]} file */
function kindOf({ type }) {
  return KINDS.find((kind) => type.startsWith(`${kind}/`)) ?? "file";
}

/**
 * Its kind, and a picture of it where it has one; the same over every drawing of the chip.
 * @param {Upload} upload
 */
function sign(upload) {
  upload.sign ??= pictured(upload);
  return upload.sign;
}

/** @param {Upload} upload */
function pictured({ file, kept }) {
  const kind = kindOf(file);
  const plain = icon(ICONS[kind]);
  if ((kind !== "video" && kind !== "image") || !file.size) return plain;
  const own = file instanceof Blob ? URL.createObjectURL(file) : null;
  const source = own ?? (kept ? `/file/${kept.ref}` : null);
  if (!source) return plain;
  const done = () => own && URL.revokeObjectURL(own);
  const picture = kind === "video" ? thumbnail(source, done) : el("img", { class: "thumb drawn", src: source, alt: "", on: { load: done } });
  picture.addEventListener("error", () => picture.remove());
  return el("span", { class: "thumb-box" }, plain, picture);
}
