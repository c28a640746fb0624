// The page's sentences in the chosen language, and everything that is written differently there.

import { filled, inUnits } from "../../spool/static/phrases.js";

/** @typedef {Record<string, unknown>} Values what stands in the place of `{name}` */

/** @type {Wire.About} */
let about;
let language = "en";

/** Fetch every sentence once and settle the language: the person's choice, the browser's own, the server's. */
export async function load() {
  const answer = await fetch("/page.json", { signal: AbortSignal.timeout(15000) });
  if (!answer.ok) throw new Error(`page.json: ${answer.status}`);
  about = await answer.json();
  const spoken = (navigator.languages ?? [navigator.language]).map((own) => own.slice(0, 2).toLowerCase());
  const known = spoken.find((code) => code in about.strings);
  const chosen = localStorage.getItem("language");
  settle(chosen && chosen in about.strings ? chosen : (known ?? about.language));
  return about;
}

/**
 * Take another language, for good.
 * @param {string} next
 */
export function choose(next) {
  localStorage.setItem("language", next);
  settle(next);
}

export function current() {
  return language;
}

export function other() {
  return language === "en" ? "zh" : "en";
}

/**
 * The sentence of that key, `{name}` replaced by the value of that name; an unknown key gives the fallback.
 * @param {string} key
 * @param {Values} values
 */
export function say(key, values = {}, fallback = key) {
  const own = about.strings[language];
  return filled(Object.hasOwn(own, key) ? own[key] : fallback, values);
}

/**
 * The sentence for a refusal's code.
 * @param {string | null} code
 * @param {Values} values
 */
export function sayError(code, values = {}) {
  return say(`error.${code}`, values, say("error.other"));
}

/**
 * Bytes as people say them.
 * @param {number} bytes
 */
export function size(bytes) {
  const [key, n] = inUnits(bytes, tag());
  return say(key, { n });
}

/**
 * The name of a film as it is shown: of one that is made of something hidden, no more than which version it is.
 * @param {string} name
 */
export function shownName(name) {
  return name.replace(/^SPOILER_.*?((?:-v\d+)?\.\w+)$/, "…$1");
}

/**
 * Seconds as 0:07 or 1:02:03.
 * @param {number} seconds
 */
export function span(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(rest).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}

/** @param {Date} date */
export function clockTime(date) {
  return new Intl.DateTimeFormat(tag(), { hour: "2-digit", minute: "2-digit" }).format(date);
}

/** @param {Date} date */
export function day(date) {
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  return new Intl.DateTimeFormat(tag(), { dateStyle: "long" }).format(date);
}

/** @param {Date} date */
function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function tag() {
  return language === "zh" ? "zh-CN" : "en";
}

/** @param {string} next */
function settle(next) {
  language = next;
  document.documentElement.lang = tag();
  document.title = say("title");
  for (const element of marked("[data-say]")) element.textContent = say(element.dataset.say ?? "");
  for (const element of marked("[data-say-label]")) element.setAttribute("aria-label", say(element.dataset.sayLabel ?? ""));
  for (const element of marked("[data-say-placeholder]")) {
    element.setAttribute("placeholder", say(element.dataset.sayPlaceholder ?? ""));
  }
}

/**
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
function marked(selector) {
  return document.querySelectorAll(selector);
}
