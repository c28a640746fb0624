import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Sender, after, fingerprint, metadata } from "../../bots/spool/static/sender.js";

const FILES = "http://bot.test/up/link/files";

/** A tus server as the sender sees it: what it has of each file, and what it answers instead, in order. */
class Server {
  constructor() {
    /** @type {Map<string, string>} */
    this.files = new Map();
    this.size = 0;
    /** @type {string[]} */
    this.asked = [];
    /** @type {((method: string) => {status: number, error?: string, keep?: number} | null)[]} */
    this.faults = [];
    /** Called once so many requests have come. */
    this.heard = () => {};
  }

  /** Take a request; `keep` of a fault is how many bytes of the body come through before it. */
  answer(method, url, headers, body) {
    const word = url.slice(FILES.length + 1);
    queueMicrotask(() => this.heard(this.asked.length));
    this.asked.push(`${method}${word && ` ${word}`}${method === "PATCH" ? ` ${headers["Upload-Offset"]}` : ""}`);
    const fault = this.faults[0]?.(method) ?? null;
    if (fault) {
      this.faults.shift();
      if (fault.keep) this.files.set(word, this.files.get(word) + body.slice(0, fault.keep));
      return { status: fault.status, headers: fault.error ? { "X-Error": fault.error } : {} };
    }
    if (method === "POST") {
      const made = `w${this.asked.length}`;
      this.files.set(made, "");
      this.size = Number(headers["Upload-Length"]);
      return { status: 201, headers: { Location: `files/${made}` } };
    }
    const here = this.files.get(word);
    if (here === undefined) return { status: 404, headers: { "X-Error": "gone" } };
    if (method === "DELETE") this.files.delete(word);
    if (method !== "PATCH") return { status: 200, headers: { "Upload-Offset": String(here.length) } };
    if (Number(headers["Upload-Offset"]) !== here.length) return { status: 409, headers: { "X-Error": "offset" } };
    this.files.set(word, here + body);
    return { status: 204, headers: { "Upload-Offset": String(here.length + body.length) } };
  }
}

/** A file as the sender needs it: its bytes are letters. */
function file(text, name = "beach.mov") {
  return {
    name,
    type: "video/quicktime",
    size: text.length,
    lastModified: 7,
    slice: (from = 0, to = text.length) => ({ text: text.slice(from, to), arrayBuffer: async () => new TextEncoder().encode(text.slice(from, to)).buffer }),
  };
}

let server;

beforeEach(() => {
  server = new Server();
  globalThis.fetch = async (url, { method, headers, body }) => {
    const { status, headers: told } = server.answer(method, String(url), headers, body);
    if (status === 0) throw new TypeError("the network is away");
    return { status, ok: status < 300, url: String(url), headers: new Headers(told) };
  };
  globalThis.XMLHttpRequest = class extends EventTarget {
    upload = new EventTarget();
    headers = {};
    told = new Headers();
    status = 0;

    open(method, url) {
      Object.assign(this, { method, url });
    }

    setRequestHeader(name, value) {
      this.headers[name] = value;
    }

    getResponseHeader(name) {
      return this.told.get(name);
    }

    abort() {
      this.status = 0;
      this.dispatchEvent(new Event("loadend"));
    }

    send({ text }) {
      const { status, headers } = server.answer(this.method, this.url, this.headers, text);
      if (status === -1) return; // it hangs
      Object.assign(this, { status, told: new Headers(headers) });
      this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: text.length }));
      queueMicrotask(() => this.dispatchEvent(new Event("loadend")));
    }
  };
});

afterEach(() => {
  delete globalThis.XMLHttpRequest;
});

/** Run to the end, whatever it has to wait for; returns its answer and what was told. */
async function sent(t, sender) {
  t.mock.timers.reset();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let answer;
  sender.run().then((given) => (answer = given));
  for (let turn = 0; answer === undefined && turn < 400; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(10_000);
  }
  return answer;
}

/** What is told of a file, in order. */
function listener() {
  const told = [];
  return { told, on: { progress: (bytes) => told.push(bytes), lost: () => told.push("lost"), anew: () => told.push("anew") } };
}

const once = (method, status, more = {}) => (asked) => (asked === method ? { status, ...more } : null);

test("what follows an answer depends on its status and code alone", () => {
  const table = {
    on: [[200], [201], [204]],
    again: [[0], [400, "cut"], [408], [409, "offset"], [423, "locked"], [425], [429, "busy"], [500], [502], [503, "later"], [504]],
    anew: [[404, "gone"]],
    refused: [[400, "slow"], [400, "unreadable"], [401, "stranger"], [403, "forged"], [404, "replaced"], [404, "unknown"], [404], [409, "used"], [410, "expired"], [413, "too_large"], [415, "alien"], [507, "full"]],
  };
  for (const [next, answers] of Object.entries(table)) {
    for (const [status, error] of answers) assert.equal(after({ status, error }), next, `${status} ${error}`);
  }
});

test("a file is told from others by name, size and time, and named in any script", () => {
  assert.notEqual(fingerprint(file("abc")), fingerprint(file("abcd")));
  assert.notEqual(fingerprint(file("abc")), fingerprint(file("abc", "b.mov")));
  const told = Object.fromEntries(metadata(file("abc", "旅行\ud800.mov")).split(",").map((pair) => pair.split(" ")));
  assert.equal(Buffer.from(told.filename, "base64").toString(), "旅行\ufffd.mov");
  assert.equal(Buffer.from(told.filetype, "base64").toString(), "video/quicktime");
  assert.ok(metadata(file("abc", "名".repeat(4000))).length < 4096);
});

test("a file is begun and sent in one piece, without asking what is there", async (t) => {
  const { told, on } = listener();
  assert.deepEqual(await sent(t, new Sender(FILES, file("abcdef"), on)), { status: 200 });
  assert.deepEqual(server.asked, ["POST", "PATCH w1 0"]);
  assert.equal(server.files.get("w1"), "abcdef");
  assert.deepEqual(told, [0, 6]);
});

test("a break is gone on with where the server is", async (t) => {
  server.faults = [once("PATCH", 0, { keep: 4 }), once("HEAD", 502), once("PATCH", 503, { keep: 1 })];
  const { told, on } = listener();
  assert.deepEqual(await sent(t, new Sender(FILES, file("abcdef"), on)), { status: 200 });
  assert.deepEqual(server.asked, ["POST", "PATCH w1 0", "HEAD w1", "HEAD w1", "PATCH w1 4", "HEAD w1", "PATCH w1 5"]);
  assert.equal(server.files.get("w1"), "abcdef");
  assert.deepEqual(told.filter((one) => one === "lost").length, 3);
});

test("what was begun before is gone on with, and what is whole is asked to be taken", async (t) => {
  server.files.set("w0", "abc");
  assert.deepEqual(await sent(t, new Sender(FILES, file("abcdef"), {}, { place: `${FILES}/w0` })), { status: 200 });
  assert.deepEqual(server.asked, ["HEAD w0", "PATCH w0 3"]);
  assert.deepEqual(await sent(t, new Sender(FILES, file("abcdef"), {}, { place: `${FILES}/w0` })), { status: 200 });
  assert.deepEqual(server.asked.slice(2), ["HEAD w0", "PATCH w0 6"]);
});

test("what is gone is begun anew, and that is told", async (t) => {
  const { told, on } = listener();
  const places = [];
  const sender = new Sender(FILES, file("abc"), { ...on, began: (place) => places.push(place) }, { place: `${FILES}/w0` });
  assert.deepEqual(await sent(t, sender), { status: 200 });
  assert.deepEqual(places, ["", `${FILES}/w2`]);
  assert.deepEqual(told, ["anew", 0, 0, 3]);
});

test("an offset that moved meanwhile is asked for again", async (t) => {
  server.faults = [once("PATCH", 409, { error: "offset" })];
  assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {})), { status: 200 });
  assert.deepEqual(server.asked, ["POST", "PATCH w1 0", "HEAD w1", "PATCH w1 0"]);
});

test("a refusal is told at once", async (t) => {
  server.faults = [once("PATCH", 507, { error: "full" })];
  assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {})).then(({ status, error }) => [status, error]), [507, "full"]);
  server.faults = [once("POST", 413)];
  assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {})), { status: 413, error: "later" });
});

test("so many failures in a row without a byte are enough, and a byte begins the count again", async (t) => {
  server.faults = [once("PATCH", 0, { keep: 1 }), ...Array.from({ length: 3 }, () => once("HEAD", 0)), once("PATCH", 0, { keep: 1 })];
  assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {}, { tries: 4 })), { status: 200 });
  for (const [status, error] of [[0, "cut"], [429, "busy"], [503, "later"], [423, "later"]]) {
    server.faults = Array.from({ length: 9 }, () => once("POST", status));
    assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {}, { tries: 4 })), { status: 0, error });
  }
});

test("a server that has nothing each time it is asked is not asked for ever", async (t) => {
  server.faults = Array.from({ length: 40 }, () => once("PATCH", 404, { error: "gone" }));
  assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {}, { tries: 4 })), { status: 0, error: "later" });
});

test("whoever stops it leaves nothing at the server, whenever that is", async (t) => {
  for (const [stopAfter, faults] of [[1, []], [2, [once("PATCH", -1)]], [2, [once("PATCH", 0, { keep: 1 })]], [3, [once("PATCH", 0, { keep: 1 }), once("HEAD", 0)]]]) {
    server = new Server();
    server.faults = faults;
    const sender = new Sender(FILES, file("abc"), {});
    server.heard = (count) => count === stopAfter && sender.stop();
    assert.deepEqual(await sent(t, sender), { status: 0, error: "cancelled" });
    assert.deepEqual([...server.files], []);
  }
});

test("a connection in which nothing moves for a minute is broken off", async (t) => {
  server.faults = [once("PATCH", -1)];
  assert.deepEqual(await sent(t, new Sender(FILES, file("abc"), {})), { status: 200 });
  assert.deepEqual(server.asked, ["POST", "PATCH w1 0", "HEAD w1", "PATCH w1 0"]);
});

test("a file that cannot be read any more is told", async (t) => {
  const moved = { ...file("abc"), slice: () => ({ arrayBuffer: () => Promise.reject(new Error("NotFoundError")) }) };
  assert.deepEqual(await sent(t, new Sender(FILES, moved, {})), { status: 400, error: "vanished" });
  assert.deepEqual(server.asked, []);
});
