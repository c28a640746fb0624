// One file on its way, by the tus protocol (tus.io): begun once, then sent from where the server has it to its end, as
// often as the connection breaks.

import { Backoff } from "./backoff.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const ANSWER_WITHIN = 20000;
const SILENCE = 60000; // a machine that slept does not learn from its network that the connection is gone
const LONGEST_NAME = 255;
const LOCKED = 423;
const PASSES = new Set([408, LOCKED, 425, 429]);
const NO_ROOM = 507;

/**
 * What the server said of a step; status 0: nothing. `offset` is how many bytes it has, `whole` that it took them all.
 * @typedef {{ status: number, error?: string, offset?: number, whole?: boolean }} Answer
 */

/**
 * What is told of a file on its way: how many bytes the server has, where it lies, that the connection is lost, and that
 * what was there is gone, so that it begins anew.
 * @typedef {{ progress?: (sent: number) => void, began?: (place: string) => void, lost?: () => void, anew?: () => void }} Listeners
 */

/**
 * How to go on after an answer. Pure.
 * @param {Answer} answer
 * @returns {"on" | "again" | "anew" | "refused"}
 */
export function after({ status, error }) {
  if (status === 404 && error === "gone") return "anew";
  if (status === 0 || PASSES.has(status) || (status >= 500 && status !== NO_ROOM)) return "again";
  if ((status === 409 && error === "offset") || (status === 400 && error === "cut")) return "again";
  return status >= 400 ? "refused" : "on";
}

/**
 * What tells a file from others, over a reload too.
 * @param {File} file
 */
export function fingerprint(file) {
  return `${file.name.slice(0, LONGEST_NAME)}/${file.size}/${file.lastModified}`;
}

/**
 * The Upload-Metadata of a file.
 * @param {File} file
 */
export function metadata(file) {
  const told = { filename: file.name.slice(0, LONGEST_NAME), filetype: file.type, fingerprint: fingerprint(file) };
  return Object.entries(told)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(",");
}

/**
 * Delete what the server has of a file. Whether that need not be asked once more: it did, or it will not.
 * @param {string} place
 * @param {Record<string, string>} headers
 */
export async function remove(place, headers = {}) {
  const asked = { method: "DELETE", headers: { ...headers, ...TUS }, keepalive: true, signal: AbortSignal.timeout(ANSWER_WITHIN) };
  const { status } = await fetch(place, asked).catch(() => ({ status: 0 }));
  return status === LOCKED || after({ status }) !== "again";
}

export class Sender {
  /**
   * @param {string} files the address of all files
   * @param {File} file
   * @param {Listeners} on
   * @param {{ headers?: Record<string, string>, place?: string, tries?: number, end?: (place: string) => void }} how
   *   `place` is where the file lies that was begun before, `tries` how many may fail in a row without a byte; `end` has
   *   the server delete what it has
   */
  constructor(files, file, on, { headers = {}, place = "", tries = Infinity, end } = {}) {
    this.files = files;
    this.file = file;
    this.on = on;
    this.headers = { ...headers, ...TUS };
    this.place = place;
    this.tries = tries;
    this.end = end ?? ((/** @type {string} */ from) => remove(from, this.headers));
    /** @type {number | null} how many bytes the server has, where that is known */
    this.offset = null;
    this.reached = 0;
    this.failures = 0;
    this.stopped = false;
    this.backoff = new Backoff();
    /** @type {{ abort: () => void } | null} the request that `stop` cuts off */
    this.request = null;
  }

  /** Give up, and have the server delete what it has. */
  stop() {
    this.stopped = true;
    this.request?.abort();
    this.backoff.hurry();
    if (this.place) this.end(this.place);
  }

  /** Try again at once. */
  hurry() {
    this.backoff.hurry();
  }

  /**
   * Bring it. Status 200 means that the server has it whole.
   * @returns {Promise<Answer>}
   */
  async run() {
    const hurry = () => this.hurry();
    globalThis.addEventListener?.("online", hurry);
    try {
      return await this.bring();
    } finally {
      globalThis.removeEventListener?.("online", hurry);
    }
  }

  /** @returns {Promise<Answer>} */
  async bring() {
    while (!this.stopped) {
      const answer = await this.step();
      if (this.stopped) break;
      const next = after(answer);
      if (next === "refused") return answer;
      if (next === "on" && answer.whole) return { status: 200 };
      if (answer.offset !== undefined && answer.offset > this.reached) {
        this.reached = answer.offset;
        this.failures = 0;
        this.backoff.reset();
      }
      if (next === "on") continue;
      this.offset = null;
      if (next === "anew") this.begun("");
      if (++this.failures > this.tries) return { status: 0, error: { 0: "cut", 429: "busy" }[answer.status] ?? "later" };
      if (next === "again") this.on.lost?.();
      await this.backoff.pause();
    }
    return { status: 0, error: "cancelled" };
  }

  /**
   * Begin it; or ask how much of it is there; or send the rest.
   * @returns {Promise<Answer>}
   */
  async step() {
    if (!(await readable(this.file))) return { status: 400, error: "vanished" };
    try {
      if (!this.place) return await this.begin();
      if (this.offset === null) return await this.ask();
    } catch {
      return { status: 0 };
    }
    return this.rest(this.offset);
  }

  /** @returns {Promise<Answer>} */
  async begin() {
    const told = { ...this.headers, "Upload-Length": String(this.file.size), "Upload-Metadata": metadata(this.file) };
    const answer = await fetch(this.files, { method: "POST", headers: told, signal: AbortSignal.timeout(ANSWER_WITHIN) });
    if (answer.status !== 201) return refusal(answer);
    this.begun(new URL(answer.headers.get("Location") ?? "", answer.url).href);
    if (this.stopped) this.end(this.place);
    this.offset = 0;
    return { status: 201, offset: 0 };
  }

  /** @returns {Promise<Answer>} */
  async ask() {
    const asking = new AbortController();
    this.request = asking;
    const timer = setTimeout(() => asking.abort(), ANSWER_WITHIN);
    const asked = fetch(this.place, { method: "HEAD", headers: this.headers, signal: asking.signal });
    const answer = await asked.finally(() => clearTimeout(timer));
    if (!answer.ok) return refusal(answer);
    this.offset = Number(answer.headers.get("Upload-Offset"));
    this.on.progress?.(this.offset);
    return { status: answer.status, offset: this.offset };
  }

  /**
   * Send everything from that byte on.
   * @param {number} offset
   * @returns {Promise<Answer>}
   */
  rest(offset) {
    const request = new XMLHttpRequest();
    this.request = request;
    this.offset = null;
    const enough = () => request.abort();
    let silence = setTimeout(enough, SILENCE);
    return new Promise((resolve) => {
      request.upload.addEventListener("progress", (event) => {
        clearTimeout(silence);
        silence = setTimeout(enough, SILENCE);
        this.on.progress?.(offset + event.loaded);
      });
      request.addEventListener("loadend", () => {
        clearTimeout(silence);
        const told = request.getResponseHeader("Upload-Offset");
        const here = told === null ? undefined : Number(told);
        this.offset = here ?? null;
        resolve({ status: request.status, error: request.getResponseHeader("X-Error") ?? undefined, offset: here, whole: here === this.file.size });
      });
      request.open("PATCH", this.place);
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Upload-Offset", String(offset));
      for (const [name, value] of Object.entries(this.headers)) request.setRequestHeader(name, value);
      request.send(this.file.slice(offset));
    });
  }

  /** @param {string} place where it lies from now on; "": nowhere */
  begun(place) {
    this.place = place;
    this.reached = 0;
    this.on.began?.(place);
    if (!place) this.on.anew?.();
    this.on.progress?.(0);
  }
}

/**
 * Whether a file can be read: a folder, or what was moved away since it was picked, has no first byte.
 * @param {File} file
 */
async function readable(file) {
  try {
    return (await file.slice(0, 1).arrayBuffer()).byteLength === 1;
  } catch {
    return false;
  }
}

/**
 * @param {Response} answer
 * @returns {Answer}
 */
function refusal(answer) {
  return { status: answer.status, error: answer.headers.get("X-Error") ?? "later" };
}

/** @param {string} text */
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
