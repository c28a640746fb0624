// What a person said and the server has not confirmed. A message is sent under one key until it is confirmed, in the
// order it was said; presses and commands do not wait behind somebody's upload.

import { Backoff } from "../../spool/static/backoff.js";
import { recall, remember } from "./remember.js";

/** @typedef {import("./uploads.js").Upload} Upload */

/**
 * What is to be said: `text`, `uploads`, or a `press` with its label as text and the message it sits on. `project` is the
 * one that was shown when it was said.
 * @typedef {{ text?: string, uploads?: Upload[], press?: string | null, replyTo?: string | null, project?: number | null }} Saying
 */

/**
 * The same, until it is confirmed; `problem` is why it was refused, `at` when it was said, in epoch seconds.
 * @typedef {Required<Saying> & { key: string, problem: string | null, at: number }} Unsent
 */

/** Events, each with the message as `detail`: `changed`, `sent`, `dropped`. */
export class Outbox extends EventTarget {
  /**
   * @param {import("./uploads.js").Uploads} uploads
   * @param {() => string} language
   */
  constructor(uploads, language) {
    super();
    this.uploads = uploads;
    this.language = language;
    /** @type {Unsent[]} */
    this.waiting = [];
    this.backoff = new Backoff();
    this.busy = false;
  }

  /**
   * Queue a message.
   * @param {Saying} message
   */
  add({ text = "", uploads = [], press = null, replyTo = null, project = null }) {
    return this.queue({ key: newKey(), text, uploads, press, replyTo, project, problem: null, at: Date.now() / 1000 });
  }

  /** @param {Unsent} message */
  queue(message) {
    this.waiting.push(message);
    for (const upload of message.uploads) upload.addEventListener("change", () => this.moved(message, upload));
    this.save();
    this.kick();
    return message;
  }

  /** Queue what a reload interrupted, under the keys it had; returns these messages. */
  async restore() {
    /** @type {(Omit<Unsent, "uploads"> & { uploads: ReturnType<Upload["toJSON"]>[] })[]} */
    const before = recall("outbox") ?? [];
    return Promise.all(
      before.map(async (message) => this.queue({ ...message, uploads: await Promise.all(message.uploads.map((upload) => this.uploads.restore(upload))) })),
    );
  }

  save() {
    remember("outbox", this.waiting);
  }

  /**
   * @param {Unsent} message
   * @param {Upload} upload
   */
  moved(message, upload) {
    this.save();
    this.kick();
    if (upload.state === "cancelled" && this.waiting.includes(message)) this.changed(message);
  }

  /**
   * Take a message back that has not been sent.
   * @param {Unsent} message
   */
  drop(message) {
    this.waiting = this.waiting.filter((other) => other !== message);
    this.save();
    for (const upload of message.uploads) this.uploads.forget(upload);
    this.dispatchEvent(new CustomEvent("dropped", { detail: message }));
    this.kick();
  }

  /** @param {Unsent} message */
  retry(message) {
    message.problem = null;
    this.changed(message);
    this.kick();
  }

  hurry() {
    this.backoff.hurry();
    this.kick();
  }

  async kick() {
    this.prune();
    if (this.busy) return;
    this.busy = true;
    for (let message = this.nextReady(); message; message = this.nextReady()) await this.send(message);
    this.busy = false;
  }

  /** A message whose files were all taken back, and that says nothing else, is gone. */
  prune() {
    for (const message of this.waiting) {
      const files = message.uploads.filter((upload) => upload.state !== "cancelled");
      if (message.uploads.length && !files.length && !message.text.trim() && !message.press) this.drop(message);
    }
  }

  nextReady() {
    for (const message of this.waiting) {
      if (message.problem || message.uploads.some((upload) => upload.state === "failed")) continue;
      const ready = message.uploads.every((upload) => upload.state === "ready" || upload.state === "cancelled");
      if (ready) return message;
      const urgent = this.waiting.find((other) => !other.problem && (other.press || other.text.startsWith("/")));
      return urgent && !urgent.uploads.length ? urgent : null;
    }
    return null;
  }

  /** @param {Unsent} message */
  async send(message) {
    const answer = await post({
      key: message.key,
      text: message.text,
      files: message.uploads.flatMap(({ kept }) => (kept ? [kept.ref] : [])),
      press: message.press,
      reply_to: message.replyTo,
      project: message.project ?? null,
      language: this.language(),
    });
    if (answer.status === 200) {
      this.backoff.reset();
      this.waiting = this.waiting.filter((other) => other !== message);
      this.save();
      for (const upload of message.uploads) this.uploads.forget(upload);
      this.dispatchEvent(new CustomEvent("sent", { detail: message }));
    } else if (answer.status === 409) {
      const gone = new Set(answer.body.files ?? []);
      for (const upload of message.uploads) if (upload.kept && gone.has(upload.kept.ref)) this.uploads.again(upload);
    } else if (answer.status >= 400 && answer.status < 500) {
      message.problem = answer.status === 413 ? "text" : (answer.body.error ?? "other");
      this.changed(message);
    } else {
      await this.backoff.pause();
    }
  }

  /** @param {Unsent} message */
  changed(message) {
    this.dispatchEvent(new CustomEvent("changed", { detail: message }));
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `u-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Send it; status 0 is no answer.
 * @param {object} message
 * @returns {Promise<{ status: number, body: { error?: string, files?: string[] } }>}
 */
async function post(message) {
  try {
    const answer = await fetch("/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}
