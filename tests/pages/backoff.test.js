import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff } from "../../bots/spool/static/backoff.js";

/** Whether a promise is settled once everything that is due has run. */
async function settled(promise) {
  let done = false;
  promise.then(() => (done = true));
  for (let turn = 0; turn < 5; turn += 1) await null;
  return done;
}

test("each pause is twice the one before it, and none is longer than ten seconds", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const backoff = new Backoff();
  for (const wait of [500, 1000, 2000, 4000, 8000, 10000, 10000]) {
    const pause = backoff.pause();
    t.mock.timers.tick(wait - 1);
    assert.equal(await settled(pause), false);
    t.mock.timers.tick(1);
    assert.equal(await settled(pause), true);
  }
});

test("what worked makes the next pause short again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const backoff = new Backoff();
  for (const wait of [500, 1000]) {
    const pause = backoff.pause();
    t.mock.timers.tick(wait);
    await pause;
  }
  backoff.reset();
  const pause = backoff.pause();
  t.mock.timers.tick(500);
  assert.equal(await settled(pause), true);
});

test("a pause ends at once for somebody in a hurry, and hurrying nobody does nothing", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const backoff = new Backoff();
  backoff.hurry();
  const pause = backoff.pause();
  assert.equal(await settled(pause), false);
  backoff.hurry();
  assert.equal(await settled(pause), true);
});
