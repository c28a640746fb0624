import assert from "node:assert/strict";
import { test } from "node:test";

import { placed } from "../../bots/web/static/placing.js";

const line = (key, project = null, of = null, shown = null) => ({ key, project, of, shown });
const places = (...lines) => [...placed(lines).values()];

test("a line stands in the project it names", () => {
  assert.deepEqual(places(line("a", 1), line("b", 2), line("c", 1)), [1, 2, 1]);
});

test("an answer stands where the words are that it answers, and they where their answer is", () => {
  assert.deepEqual(places(line("a", 1), line("b", 2), line("c", null, "a")), [1, 2, 1]);
  assert.deepEqual(places(line("a", 1), line("new"), line("c", 2, "new")), [1, 2, 2]);
  assert.deepEqual(places(line("a", 1), line("new"), line("c", 2, "new"), line("d", null, "new")), [1, 2, 2, 2]);
});

test("help and the like stand where they were said", () => {
  assert.deepEqual(places(line("a", 1), line("help"), line("answer", null, "help"), line("b", 2)), [1, 1, 1, 2]);
});

test("what no project answers stays where it was said, and its answer with it", () => {
  assert.deepEqual(places(line("a", 1), line("b", 2), line("help", null, null, 1), line("answer", null, "help")), [1, 2, 1, 1]);
});

test("what begins another project stands there with its answer, wherever it was said", () => {
  assert.deepEqual(places(line("a", 1), line("new", null, null, 1), line("answer", 2, "new")), [1, 2, 2]);
});

test("what was said before the first project belongs to it", () => {
  assert.deepEqual(places(line("hello"), line("answer", null, "hello"), line("a", 3)), [3, 3, 3]);
});

test("without a project nothing belongs anywhere", () => {
  assert.deepEqual(places(line("hello"), line("answer", null, "gone")), [null, null]);
  assert.deepEqual(places(), []);
});
