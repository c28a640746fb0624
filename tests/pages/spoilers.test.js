import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { said } from "../../bots/web/static/spoilers.js";

const cases = JSON.parse(readFileSync(new URL("../fixtures/spoilers.json", import.meta.url), "utf8"));

for (const { typed, shown } of cases) {
  test(`a line that is on its way hides what the server will hide: ${JSON.stringify(typed)}`, () => {
    const spans = shown.map((part) => (part.hidden === undefined ? part : { is: "spoiler", in: [part.hidden] }));
    assert.deepEqual(said(typed), spans);
  });
}

test("a long line of bars is read in a time that grows with its length", () => {
  for (const typed of ["|".repeat(100_000), "|| ".repeat(30_000), "`".repeat(100_000), "||\n".repeat(20_000)]) {
    const before = performance.now();
    said(typed);
    assert.ok(performance.now() - before < 2_000, typed.slice(0, 6));
  }
});
