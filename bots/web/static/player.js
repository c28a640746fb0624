// A player that has a source only while it is near the view, and that says why it cannot play.

import { ICONS, el, icon } from "./dom.js";
import { whyNot } from "./reach.js";
import { say } from "./words.js";

// A browser opens few connections to one server, and a player may hold one: only what is in view has a source.
const inView = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!(target instanceof HTMLVideoElement)) continue;
      if (isIntersecting) wake(target);
      else if (target.paused && target.currentTime === 0) rest(target);
    }
  },
  { rootMargin: "200px" },
);

/**
 * A player with the browser's own controls; `subject` is "film" or "clip", for what is said when it cannot play.
 * @param {string} source
 * @param {string} label
 * @param {"film" | "clip"} subject
 * @param {string} name
 */
export function player(source, label, subject, name) {
  const video = el("video", { controls: true, playsinline: true, preload: "metadata", "aria-label": label });
  video.dataset.source = source;
  const box = el("div", { class: "screen" }, video);
  video.addEventListener("loadedmetadata", () => {
    if (video.videoWidth) video.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
  });
  video.addEventListener("error", async () => {
    if (!video.hasAttribute("src")) return;
    const why = await whyNot(source);
    const told = el("div", { class: "gone", role: "status" }, el("p", {}, say(`${subject}.${why}`, { name })));
    if (why === "away") told.append(el("button", { type: "button", on: { click: () => again(video, told) } }, icon(ICONS.again), say("player.again")));
    video.hidden = true;
    box.append(told);
  });
  inView.observe(video);
  return { box, video };
}

/** @param {HTMLVideoElement} video */
export function wake(video) {
  if (!video.hasAttribute("src")) video.src = video.dataset.source ?? "";
}

/**
 * @param {HTMLVideoElement} video
 * @param {HTMLElement} told
 */
function again(video, told) {
  told.remove();
  video.hidden = false;
  video.load();
  video.focus({ preventScroll: true });
}

/** @param {HTMLVideoElement} video */
function rest(video) {
  if (!video.hasAttribute("src")) return;
  video.removeAttribute("src");
  video.load();
}
