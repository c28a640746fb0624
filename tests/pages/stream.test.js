import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { EventText, follow } from "../../bots/web/static/stream.js";

const own = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = own;
});

const STREAM = 'event: anew\ndata: {}\n\nid: 7\nevent: line\ndata: {"key":"一","text":"a: b"}\n\n: here\n\nevent: ready\ndata: {}\n\n';
const EVENTS = [
  { name: "anew", data: {} },
  { name: "line", data: { key: "一", text: "a: b" } },
  { name: "ready", data: {} },
];

test("events are whole however the stream is cut", () => {
  for (let size = 1; size <= STREAM.length; size += 1) {
    const text = new EventText();
    const events = [];
    for (let at = 0; at < STREAM.length; at += size) events.push(...text.add(STREAM.slice(at, at + size)));
    assert.deepEqual(events, EVENTS);
  }
});

/** Answer the next request with a stream that the test feeds. */
function served() {
  /** @type {any} */
  let feed;
  const asked = [];
  globalThis.fetch = async (address, { signal }) => {
    asked.push(address);
    const body = new ReadableStream({ start: (controller) => (feed = controller) });
    signal.addEventListener("abort", () => feed.error(new Error("aborted")));
    return new Response(body);
  };
  return { asked, say: (text) => feed.enqueue(new TextEncoder().encode(text)), end: () => feed.close() };
}

test("what is read is told in its order, and the end is no refusal", async () => {
  const server = served();
  const told = [];
  const ending = follow(5, new AbortController().signal, (name, data) => told.push({ name, data }));
  await null;
  server.say(STREAM);
  server.end();
  assert.deepEqual(await ending, { error: null });
  assert.deepEqual(told, EVENTS);
  assert.deepEqual(server.asked, ["/events?after=5"]);
});

test("a refusal says why, also one that is no JSON", async () => {
  for (const [body, error] of [['{"error":"tabs"}', "tabs"], ["<h1>502</h1>", null], ["{}", null]]) {
    globalThis.fetch = async () => new Response(body, { status: 429 });
    assert.deepEqual(await follow(0, new AbortController().signal, () => {}), { error });
  }
});

test("a server that is away is no refusal", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("failed to fetch");
  };
  assert.deepEqual(await follow(0, new AbortController().signal, () => {}), { error: null });
});

test("a stream that falls silent ends after twenty seconds, and every word counts", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const server = served();
  let ended = false;
  const ending = follow(0, new AbortController().signal, () => {}).then(() => (ended = true));
  for (let word = 0; word < 3; word += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    server.say(": here\n\n");
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(19999);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(ended, false);
  }
  t.mock.timers.tick(1);
  await ending;
});

test("whoever follows may end it", async () => {
  served();
  const own_end = new AbortController();
  const ending = follow(0, own_end.signal, () => {});
  await null;
  own_end.abort();
  assert.deepEqual(await ending, { error: null });
});
