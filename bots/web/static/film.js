// A finished film: a player that seeks, and the person's own clip beside it.

import { ICONS, el, icon } from "./dom.js";
import { say, size, span } from "./words.js";

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
 * The film of a message; `before` is the person's clip, or null.
 * @param {string} key
 * @param {Wire.ShownFilm} body
 * @param {Wire.ShownFile | null} before
 */
export function film(key, body, before) {
  const after = player(`/film/${encodeURIComponent(key)}`, say("film.player", { name: body.name }), say("film.gone"));
  const sides = el("div", { class: before ? "sides two" : "sides" });
  const pair = [after.video];
  if (before) {
    const own = player(`/file/${before.ref}`, say("film.original", { name: before.name }), say("clip.gone"));
    sides.append(side(say("film.before"), own));
    pair.unshift(own.video);
  }
  sides.append(side(before ? say("film.after") : null, after));
  return el("section", { class: "film" }, sides, details(key, body, before ? pair : null));
}

/**
 * A clip of the person's own, to look at where it was sent.
 * @param {Wire.ShownFile} file
 */
export function clip(file) {
  return player(`/file/${file.ref}`, say("film.original", { name: file.name }), say("clip.gone")).box;
}

function player(source, label, gone) {
  const video = el("video", { controls: true, playsinline: true, preload: "metadata", "aria-label": label });
  video.dataset.source = source;
  const box = el("div", { class: "screen" }, video);
  video.addEventListener("loadedmetadata", () => {
    if (video.videoWidth) video.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`;
  });
  video.addEventListener("error", () => {
    if (video.hasAttribute("src")) box.replaceChildren(el("p", { class: "gone" }, gone));
  });
  inView.observe(video);
  return { box, video };
}

function side(title, { box }) {
  return el("figure", { class: "side" }, title ? el("figcaption", {}, title) : null, box);
}

function details(key, body, pair) {
  const facts = [body.seconds ? span(body.seconds) : null, body.size ? size(body.size) : null].filter(Boolean);
  const save = `/film/${encodeURIComponent(key)}?download=1`;
  return el(
    "div",
    { class: "film-foot" },
    el("p", { class: "film-name" }, el("bdi", {}, body.name), facts.length ? el("span", {}, facts.join(" · ")) : null),
    el(
      "div",
      { class: "film-actions" },
      pair ? together(pair) : null,
      el("a", { class: "button", href: save, download: body.name }, icon(ICONS.save), say("film.download")),
      body.link
        ? el("a", { class: "button plain", href: body.link, target: "_blank", rel: "noopener noreferrer" }, icon(ICONS.link), say("film.link"))
        : null,
    ),
  );
}

/** Both from the start, the sound of the new one. */
function together(pair) {
  const start = () => {
    const [before] = pair;
    before.muted = true;
    for (const video of pair) {
      wake(video);
      video.currentTime = 0;
      video.play().catch(() => {}); // a clip this browser cannot decode must not stop the other
    }
  };
  return el("button", { class: "plain", type: "button", on: { click: start } }, icon(ICONS.play, "filled"), say("film.together"));
}

function wake(video) {
  if (!video.hasAttribute("src")) video.src = video.dataset.source;
}

function rest(video) {
  if (!video.hasAttribute("src")) return;
  video.removeAttribute("src");
  video.load();
}
