import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Withdrawals } from "../../bots/web/static/withdrawals.js";

const PLACE = "http://bot.test/uploads/w1";

/** @type {(number | null)[]} what the server answers, in order; null: nothing */
let answers;
let asked;
let tabs; // the locks that other tabs hold

beforeEach(() => {
  [answers, asked, tabs] = [[], [], new Set()];
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  globalThis.sessionStorage = globalThis.localStorage;
  globalThis.fetch = async (url, { method }) => {
    asked.push(`${method} ${url}`);
    const status = answers.shift() ?? null;
    if (status === null) throw new TypeError("the network is away");
    return { status };
  };
  Object.defineProperty(globalThis.navigator, "locks", {
    configurable: true,
    value: { request: async (name, _, act) => act(tabs.has(name) ? null : {}) },
  });
});

afterEach(() => {
  delete globalThis.localStorage;
  delete globalThis.sessionStorage;
});

/** Let everything happen that waits for no time, then so much time pass. */
async function pass(t, milliseconds = 0) {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  t.mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function begun(t) {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1e12 });
  return new Withdrawals();
}

test("what the server deletes at once is not remembered", async (t) => {
  const withdrawals = begun(t);
  answers = [204];
  await withdrawals.add("one", PLACE);
  assert.deepEqual([asked, withdrawals.all()], [[`DELETE ${PLACE}`], []]);
});

test("it is remembered before the server is asked, for the page may be left at that moment", (t) => {
  const withdrawals = begun(t);
  withdrawals.add("one", PLACE);
  assert.deepEqual(new Withdrawals().all().map(({ place }) => place), [PLACE]);
});

test("it is asked again until the server answers, and by a new page too", async (t) => {
  const withdrawals = begun(t);
  answers = [null, null, 503, 204];
  withdrawals.add("one", PLACE);
  withdrawals.released("one");
  await pass(t, 1000);
  const later = new Withdrawals();
  later.hurry();
  await pass(t, 1000);
  await pass(t, 1000);
  assert.deepEqual([later.all(), answers], [[], []]);
});

for (const status of [404, 423, 401]) {
  test(`a server that answers ${status} is not asked again`, async (t) => {
    const withdrawals = begun(t);
    answers = [status];
    await withdrawals.add("one", PLACE);
    await pass(t, 60_000);
    assert.deepEqual([asked.length, withdrawals.all()], [1, []]);
  });
}

test("a file that another tab goes on with is left to that tab", async (t) => {
  const withdrawals = begun(t);
  answers = [null, 204];
  tabs.add("upload-one");
  withdrawals.add("one", PLACE);
  await pass(t, 60_000);
  assert.equal(withdrawals.all().length, 1); // until then the lock may be this tab's own
  withdrawals.released("one");
  await pass(t, 60_000);
  assert.deepEqual([asked.length, withdrawals.all()], [1, []]);
});

test("nothing is asked after an hour, when the server has deleted it by itself", async (t) => {
  const withdrawals = begun(t);
  withdrawals.add("one", PLACE);
  await pass(t, 0);
  t.mock.timers.tick(3_600_000);
  await pass(t, 0);
  const before = asked.length;
  const later = new Withdrawals();
  later.hurry();
  await pass(t, 60_000);
  assert.deepEqual([asked.length, later.all()], [before, []]);
});
