import assert from "node:assert/strict";
import { test } from "node:test";

import { barAt, nextCut, pieces } from "../../bots/web/static/pieces.js";

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
