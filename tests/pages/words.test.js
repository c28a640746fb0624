import assert from "node:assert/strict";
import { before, test } from "node:test";

import { choose, clockTime, current, load, other, say, sayError, shownName, size, span } from "../../bots/web/static/words.js";

const strings = {
  en: { hello: "Hello {name}, {count} of {count}", "error.cut": "It broke off.", "error.other": "Try again.", "unit.bytes": "{n} bytes", "unit.kb": "{n} KB", "unit.mb": "{n} MB", "unit.gb": "{n} GB" },
  zh: { hello: "你好，{name}", "error.other": "请重试。", "unit.bytes": "{n} 字节" },
};

before(async () => {
  const kept = new Map();
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  globalThis.document = { documentElement: {}, querySelectorAll: () => [] };
  Object.defineProperty(globalThis, "navigator", { value: { languages: ["fr-FR", "en-GB"] } });
  globalThis.fetch = async () => ({ ok: true, json: async () => ({ strings, language: "zh" }) });
  await load();
});

test("the language is the first of the browser's own that is known, until one is chosen", () => {
  assert.deepEqual([current(), other()], ["en", "zh"]);
  choose("zh");
  assert.deepEqual([current(), other(), say("hello", { name: "小鱼" })], ["zh", "en", "你好，小鱼"]);
  choose("en");
});

test("the name of a film tells nothing of what was hidden", () => {
  const names = ["SPOILER_he-dies-v3.mp4", "SPOILER_v2-v10.mp4", "SPOILER_x.mp4", "travel-v1.mp4", "a-SPOILER_-v1.mp4"];
  assert.deepEqual(names.map(shownName), ["…-v3.mp4", "…-v10.mp4", "….mp4", "travel-v1.mp4", "a-SPOILER_-v1.mp4"]);
});

test("a value is filled in wherever it is named, and never read as a template", () => {
  assert.equal(say("hello", { name: "{count}", count: 2 }), "Hello {count}, 2 of 2");
});

test("a hole without a value stays, an inherited name is no value, and an unknown key gives the fallback", () => {
  assert.equal(say("hello", { count: 0 }), "Hello {name}, 0 of 0");
  assert.equal(say("track.unheard", {}, "unheard"), "unheard");
  assert.equal(say("toString", {}, "own"), "own");
});

test("an unknown refusal has a sentence too", () => {
  assert.deepEqual([sayError("cut"), sayError("never heard of")], ["It broke off.", "Try again."]);
});

test("bytes are said as people say them", () => {
  assert.deepEqual([0, 1023, 1024, 1536, 1024 ** 2, 2.55 * 1024 ** 3].map(size), ["0 bytes", "1023 bytes", "1 KB", "1.5 KB", "1 MB", "2.6 GB"]);
});

test("seconds are said as a clock, also negative and broken ones", () => {
  assert.deepEqual([-3, 0, 7.9, 60, 3599, 3600, 36000.5].map(span), ["0:00", "0:00", "0:07", "1:00", "59:59", "1:00:00", "10:00:00"]);
});

test("a time of day is written as the language writes it", () => {
  assert.match(clockTime(new Date(2026, 0, 2, 15, 4)), /^0?3:04\sPM$/);
});
