// Files on their way to the server. A file stays in memory until its message has arrived, so that whatever a restart
// cut is simply sent again; and on the shelf until the server has it, so that a reload goes on with it.

import { Backoff } from "./backoff.js";
import * as shelf from "./shelf.js";

const AT_ONCE = 2;

/**
 * What is known of a file that is only at the server, or nowhere any more.
 * @typedef {{name: string, size: number, type: string}} Missing
 */

/** One file. `state` is waiting, sending, lost (will be tried again), ready, failed (will not) or cancelled. */
export class Upload extends EventTarget {
  /** @param {File | Missing} file */
  constructor(file, id = crypto.randomUUID()) {
    super();
    this.id = id;
    this.file = file;
    this.state = "waiting";
    this.share = 0;
    this.kept = null;
    this.problem = null;
    this.request = null;
    this.backoff = new Backoff();
  }

  get settled() {
    return this.state === "ready" || this.state === "failed" || this.state === "cancelled";
  }

  /** What is remembered of it over a reload. */
  toJSON() {
    const { name, size, type } = this.file;
    return { id: this.id, name, size, type, kept: this.kept };
  }

  /**
   * @param {string} state
   * @param {string | null} problem
   */
  set(state, problem = null) {
    this.state = state;
    this.problem = problem;
    this.dispatchEvent(new Event("change"));
  }
}

export class Uploads {
  constructor(limits) {
    this.limits = limits;
    this.all = new Set();
  }

  /** Take a file; it begins as soon as there is a free place. */
  add(file) {
    const upload = new Upload(file);
    const problem = file.size === 0 ? "empty" : file.size > this.limits.file_bytes ? "too_large" : null;
    if (problem) upload.set("failed", problem);
    else shelf.put(upload.id, file);
    this.all.add(upload);
    this.next();
    return upload;
  }

  /** Go on with a file as it was before a reload. */
  async restore({ id, name, size, type, kept }) {
    const file = kept ? null : await shelf.get(id);
    const upload = new Upload(file ?? { name, size, type }, id);
    upload.kept = kept;
    upload.share = kept ? 1 : 0;
    if (kept) upload.set("ready");
    else if (!file) upload.set("failed", "gone");
    this.all.add(upload);
    this.next();
    return upload;
  }

  cancel(upload) {
    upload.request?.abort();
    upload.backoff.hurry();
    upload.set("cancelled");
    shelf.remove(upload.id);
    this.all.delete(upload);
    this.next();
  }

  /** Send a file once more: after a failure, or because the server does not have it any more. */
  again(upload) {
    upload.kept = null;
    upload.share = 0;
    upload.backoff.reset();
    if (!(upload.file instanceof Blob)) return upload.set("failed", "gone");
    upload.set("waiting");
    this.all.add(upload);
    this.next();
  }

  /** Its message has arrived: the file need not be remembered. */
  forget(upload) {
    this.all.delete(upload);
  }

  /** The connection is back. */
  hurry() {
    for (const upload of this.all) upload.backoff.hurry();
  }

  get running() {
    return [...this.all].some((upload) => !upload.settled);
  }

  next() {
    const busy = [...this.all].filter((upload) => upload.state === "sending" || upload.state === "lost").length;
    const waiting = [...this.all].filter((upload) => upload.state === "waiting");
    for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - busy))) this.run(upload);
  }

  async run(upload) {
    upload.set("sending");
    if (!(await readable(upload.file))) {
      if (upload.state !== "cancelled") upload.set("failed", "folder");
      return this.next();
    }
    while (upload.state === "sending") {
      const answer = await send(upload);
      if (upload.state === "cancelled") return;
      this.settle(upload, answer);
      if (upload.state !== "lost") break;
      await upload.backoff.pause();
      if (upload.state !== "lost") return;
      upload.share = 0;
      upload.set("sending");
    }
    this.next();
  }

  settle(upload, answer) {
    if (answer.status === 200) {
      upload.kept = answer.body;
      upload.share = 1;
      shelf.remove(upload.id);
      upload.set("ready");
    } else if (answer.status >= 400 && answer.status < 500 && answer.body.error !== "cut") {
      upload.set("failed", answer.body.error ?? "other");
    } else if (answer.status === 507) {
      upload.set("failed", "full");
    } else {
      upload.set("lost");
    }
  }
}

/** A folder, or a file that was moved away since it was picked, has no first byte. */
async function readable(file) {
  try {
    return (await file.slice(0, 1).arrayBuffer()).byteLength === 1;
  } catch {
    return false;
  }
}

function send(upload) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    upload.request = request;
    const end = (status) => {
      upload.request = null;
      resolve({ status, body: parsed(request.responseText) });
    };
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable || event.total === 0) return;
      upload.share = event.loaded / event.total;
      upload.dispatchEvent(new Event("progress"));
    });
    request.addEventListener("load", () => end(request.status));
    for (const lost of ["error", "abort", "timeout"]) request.addEventListener(lost, () => end(0));
    request.open("POST", `/upload?name=${encodeURIComponent(upload.file.name.toWellFormed?.() ?? upload.file.name)}`);
    request.setRequestHeader("Content-Type", upload.file.type || "application/octet-stream");
    request.send(upload.file);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
