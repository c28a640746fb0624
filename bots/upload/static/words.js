// The page's sentences. Words only ever become text: nothing here can be made to parse HTML.

import { filled, inUnits } from "../../spool/static/phrases.js";

/** @type {Record<string, Record<string, string>>} */
let strings = {};
let language = "en";

export async function load() {
  strings = (await (await fetch("upload/static/words.json")).json()).strings;
}

/** @param {string} next */
export function speak(next) {
  language = strings[next] ? next : "en";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export function other() {
  return language === "zh" ? "en" : "zh";
}

/**
 * The sentence of that key with `{name}` filled in.
 * @param {string} key
 * @param {Record<string, unknown>} values
 */
export function say(key, values = {}) {
  return filled(strings[language][key], values);
}

/**
 * Bytes as people say them.
 * @param {number} bytes
 */
export function size(bytes) {
  const [key, n] = inUnits(bytes, language);
  return say(key, { n });
}
