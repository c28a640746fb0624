import assert from "node:assert/strict";
import { test } from "node:test";

import { Recall } from "../../bots/web/static/recall.js";

/** Press keys in a box that begins with `value`; the words that stand in it after each. */
function typed(recall, value, ...keys) {
  return keys.map((key) => (value = recall.take(key, value) ?? value));
}

test("up goes back to the first words and stays there, down comes forth to an empty box", () => {
  const recall = new Recall(() => ["one", "two"]);
  assert.deepEqual(typed(recall, "", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"), ["two", "one", "one", "two", "", ""]);
});

test("the same words in a row are one step", () => {
  assert.deepEqual(typed(new Recall(() => ["one", "two", "two"]), "", "ArrowUp", "ArrowUp"), ["two", "one"]);
});

test("the arrows are ordinary keys in words of one's own, and where nothing was said", () => {
  const recall = new Recall(() => ["one"]);
  assert.equal(recall.take("ArrowUp", "half"), null);
  assert.equal(recall.take("ArrowDown", ""), null);
  assert.equal(recall.take("a", ""), null);
  assert.equal(new Recall(() => []).take("ArrowUp", ""), null);
});

test("words that were changed after they were brought back are one's own", () => {
  const recall = new Recall(() => ["one", "two"]);
  assert.equal(recall.take("ArrowUp", ""), "two");
  assert.equal(recall.take("ArrowUp", "two, please"), null);
  assert.equal(recall.take("ArrowUp", ""), "two");
});
