// The files of a person's own message: what they look like, to be opened where they were sent.

import { ICONS, el, icon } from "./dom.js";
import { clip } from "./film.js";
import { thumbnail } from "./frames.js";
import { say, size } from "./words.js";

/** @param {Wire.ShownFile} file */
export function ownFile(file) {
  const label = el("span", { class: "file-name" }, el("bdi", {}, file.name));
  const facts = el("span", { class: "file-size" }, size(file.size));
  if (file.kind === "image") {
    const picture = el("img", { src: `/file/${file.ref}`, alt: file.name, loading: "lazy" });
    picture.addEventListener("error", () => picture.remove());
    return el("div", { class: "file picture" }, picture, el("div", { class: "file-line" }, label, facts));
  }
  const sign = file.kind === "video" ? el("span", { class: "thumb-box" }, icon(ICONS.video), thumbnail(`/file/${file.ref}`)) : icon(file.kind === "audio" ? ICONS.audio : ICONS.file);
  const line = el("div", { class: "file-line" }, sign, el("span", { class: "file-text" }, label, facts));
  if (file.kind !== "video") return el("div", { class: "file" }, line);
  return el("details", { class: "file" }, watch(file, line), el("div", { class: "clip" }));
}

/**
 * The player is made when it is first looked at.
 * @param {Wire.ShownFile} file
 * @param {HTMLElement} line
 */
function watch(file, line) {
  const summary = el("summary", { title: say("clip.shown", { name: file.name }) }, line);
  summary.addEventListener("click", () => {
    const place = summary.nextElementSibling;
    if (!place?.firstChild) place?.append(clip(file));
  });
  return summary;
}
