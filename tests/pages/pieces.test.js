import assert from "node:assert/strict";
import { test } from "node:test";

import { barAt, marks, nextCut, pieces } from "../../bots/web/static/pieces.js";

const bar = (label, start, end) => ({ label, start, end, detail: "" });

test("neighbours of one name are one piece with its cuts", () => {
  assert.deepEqual(pieces([bar("a", 0, 0.25), bar("a", 0.25, 0.5), bar("b", 0.5, 1)]), [
    { label: "a", start: 0, end: 0.5, cuts: [0.5] },
    { label: "b", start: 0.5, end: 1, cuts: [] },
  ]);
});

test("pieces of one name with a gap, or another between them, stay apart", () => {
  assert.equal(pieces([bar("a", 0, 0.2), bar("a", 0.3, 0.5)]).length, 2);
  assert.equal(pieces([bar("a", 0, 0.2), bar("b", 0.2, 0.3), bar("a", 0.3, 0.5)]).length, 3);
});

test("a piece of no length has its cuts at its start", () => {
  assert.deepEqual(pieces([bar("a", 0, 0), bar("a", 0, 0)])[0].cuts, [0]);
  assert.deepEqual(pieces([]), []);
});

test("the bar at a place is the last that lies there", () => {
  const bars = [bar("a", 0, 0.5), bar("b", 0.4, 0.8)];
  assert.deepEqual([0, 0.45, 0.8, 0.9].map((share) => barAt(bars, share)?.label), ["a", "b", undefined, undefined]);
});

test("the next cut is that of any track, and the ends where there is none", () => {
  const rows = [{ kind: "video", label: "video", bars: [bar("a", 0, 0.5), bar("a", 0.5, 1)] }, { kind: "audio", label: "bgm", bars: [bar("m", 0.2, 0.7)] }];
  assert.deepEqual([0, 0.2, 0.5, 0.9].map((share) => nextCut(rows, share, 1)), [0.2, 0.5, 0.7, 1]);
  assert.deepEqual([1, 0.7, 0.5, 0.1].map((share) => nextCut(rows, share, -1)), [0.7, 0.5, 0.2, 0]);
  assert.deepEqual([nextCut([], 0.5, 1), nextCut([], 0.5, -1)], [1, 0]);
});

test("a ruler names a few whole seconds, no two of one name", () => {
  const named = { 0: [0], 0.4: [0], 1: [0, 1], 3: [0, 1, 2, 3], 8: [0, 2, 4, 6, 8], 11: [0, 2, 4, 6, 8, 10], 12.5: [0, 3, 6, 9, 12], 180: [0, 60, 120, 180] };
  for (const [seconds, expected] of Object.entries(named)) assert.deepEqual(marks(Number(seconds)), expected);
  for (const seconds of [5.99, 6, 59, 61, 3599, 7201, 86400]) assert.ok(marks(seconds).length <= 6 && marks(seconds).at(-1) <= seconds);
});
