// The page's sentences. Words only ever become text: nothing here can be made to parse HTML.

let strings = {};
let language = "en";

export async function load() {
  strings = (await (await fetch("static/words.json")).json()).strings;
}

export function speak(next) {
  language = strings[next] ? next : "en";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
}

export function other() {
  return language === "zh" ? "en" : "zh";
}

/** The sentence of that key with `{name}` filled in, once over: a value is never read as a template. */
export function say(key, values = {}) {
  return strings[language][key].replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}

const UNITS = ["unit.bytes", "unit.kb", "unit.mb", "unit.gb"];

export function size(bytes) {
  let unit = 0;
  while (bytes >= 1024 && unit < UNITS.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  return say(UNITS[unit], { n: bytes >= 100 || unit === 0 ? Math.round(bytes) : Math.round(bytes * 10) / 10 });
}
