// A finished film: the player, the comparison with the clip it was made of, and what can be done with it.

import { comparison } from "./compare.js";
import { ICONS, el, icon } from "./dom.js";
import { brighten } from "./frames.js";
import { menu } from "./menu.js";
import { player } from "./player.js";
import { say, shownName, size, span } from "./words.js";

const HERE = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The film of a message, and its player.
 * @param {string} key
 * @param {Wire.ShownFilm} body
 */
export function film(key, body) {
  const { box, video } = player(`/film/${encodeURIComponent(key)}`, say("film.player", { name: shownName(body.name) }), "film", shownName(body.name));
  video.addEventListener("loadeddata", () => brighten(video), { once: true });
  const element = el("div", { class: "stage" }, box);
  if (body.original) element.append(comparison(element, video, body.original));
  return { element: el("section", { class: "film" }, element), video };
}

/**
 * A clip of the person's own, to look at where it was sent.
 * @param {Wire.ShownFile} file
 */
export function clip(file) {
  return player(`/file/${file.ref}`, say("film.original", { name: file.name }), "clip", file.name).box;
}

/**
 * The line under a film: its name, Download, Undo, and everything else in a menu.
 * @param {string} key
 * @param {Wire.ShownFilm} body
 * @param {Wire.ShownButton[]} buttons
 * @param {HTMLElement} time when it came
 * @param {(button: Wire.ShownButton) => void} press
 */
export function filmFoot(key, body, buttons, time, press) {
  const facts = [body.seconds ? span(body.seconds) : null, body.size ? size(body.size) : null].filter(Boolean);
  const undo = buttons.find((button) => button.press === "undo");
  const save = el("a", { class: "button", href: `/film/${encodeURIComponent(key)}?download=1`, download: body.name }, icon(ICONS.save), say("film.download"));
  const more = el("button", { class: "plain round more", type: "button", "aria-label": say("film.more"), title: say("film.more") }, icon(ICONS.more));
  const rest = () => [
    ...buttons.filter((button) => button !== undo).map((button) => (button.url ? { label: button.label, href: button.url } : { label: button.label, act: () => press(button) })),
    ...(shared(body.link) ? [{ label: say("film.copy"), act: () => copy(body.link, more) }] : []),
  ];
  return el(
    "div",
    { class: "film-foot" },
    el("p", { class: "film-name" }, el("bdi", {}, shownName(body.name)), facts.length ? el("span", {}, facts.join(" · ")) : null, time),
    el("div", { class: "film-actions" }, save, undo ? el("button", { class: "plain", type: "button", on: { click: () => press(undo) } }, icon(ICONS.undo), undo.label) : null, rest().length ? menu(more, rest) : null),
  );
}

/**
 * Whether a link means something on another computer.
 * @param {string} link
 */
function shared(link) {
  return link !== "" && URL.canParse(link) && !HERE.test(new URL(link).hostname);
}

/**
 * @param {string} link
 * @param {HTMLButtonElement} button
 */
async function copy(link, button) {
  try {
    await navigator.clipboard.writeText(link);
  } catch { // not allowed, or not known where the page does not come over HTTPS
    prompt(say("film.copy_here"), link);
    return;
  }
  button.classList.add("copied");
  button.setAttribute("aria-label", say("film.copied"));
  setTimeout(() => {
    button.classList.remove("copied");
    button.setAttribute("aria-label", say("film.more"));
  }, 1500);
}
