// Files on their way to the server. A file stays in memory until its message has arrived, so that what the server lost is
// sent again; and on the shelf until the server has it, so that a reload goes on with it where it was.

import { held } from "../../spool/static/held.js";
import { Sender } from "../../spool/static/sender.js";
import * as shelf from "./shelf.js";
import { Withdrawals } from "./withdrawals.js";

const AT_ONCE = 2;
const FILES = "/uploads";

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
    /** @type {{ ref: string } | null} what the server calls it, once it has it whole */
    this.kept = null;
    /** @type {string | null} */
    this.problem = null;
    this.place = ""; // where the server has what it has of it
    this.anew = false; // whether that was lost, so that it began anew
    /** @type {Sender | null} */
    this.sender = null;
    this.waiting = new AbortController();
    /** @type {Element | null} what its chip shows of it */
    this.sign = null;
  }

  get settled() {
    return this.state === "ready" || this.state === "failed" || this.state === "cancelled";
  }

  /** What is remembered of it over a reload. */
  toJSON() {
    const { name, size, type } = this.file;
    return { id: this.id, name, size, type, kept: this.kept, place: this.place };
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

  /**
   * So many bytes have gone.
   * @param {number} sent
   */
  move(sent) {
    this.share = sent / this.file.size;
    if (this.state === "lost") this.set("sending");
    this.dispatchEvent(new Event("progress"));
  }

  /**
   * It lies there from now on.
   * @param {string} place
   */
  lies(place) {
    this.place = place;
    this.set(this.state);
  }
}

export class Uploads {
  /** @param {Wire.Limits} limits */
  constructor(limits) {
    this.limits = limits;
    /** @type {Set<Upload>} */
    this.all = new Set();
    this.withdrawals = new Withdrawals();
  }

  /**
   * Take a file; it begins as soon as there is a free place.
   * @param {File} file
   */
  add(file) {
    const upload = new Upload(file);
    const problem = file.size === 0 ? "empty" : file.size > this.limits.file_bytes ? "too_large" : null;
    if (problem) upload.set("failed", problem);
    else shelf.put(upload.id, file);
    this.all.add(upload);
    this.next();
    return upload;
  }

  /**
   * Go on with a file as it was before a reload.
   * @param {ReturnType<Upload["toJSON"]>} before
   */
  async restore({ id, name, size, type, kept, place }) {
    const file = kept ? null : await shelf.get(id);
    const upload = new Upload(file ?? { name, size, type }, id);
    upload.kept = kept;
    upload.place = place ?? "";
    upload.share = kept ? 1 : 0;
    if (kept) upload.set("ready");
    else if (!file) upload.set("failed", "gone");
    this.all.add(upload);
    this.next();
    return upload;
  }

  /**
   * Take it back.
   * @param {Upload} upload
   */
  cancel(upload) {
    upload.set("cancelled");
    upload.waiting.abort();
    if (upload.sender) upload.sender.stop();
    else this.withdraw(upload);
    this.all.delete(upload);
    this.next();
  }

  /**
   * Have nothing of it stay, unless another tab, which was made of this one, still sends it.
   * @param {Upload} upload
   */
  async withdraw(upload) {
    if (upload.kept) return;
    await held(upload.id, { ifAvailable: true }, async (lock) => {
      if (lock === null) return;
      if (upload.place) this.withdrawals.add(upload.id, upload.place);
      shelf.remove(upload.id);
    });
    this.withdrawals.released(upload.id);
  }

  /**
   * Send a file once more: after a failure, or because the server does not have it any more.
   * @param {Upload} upload
   */
  again(upload) {
    upload.kept = null;
    upload.place = "";
    upload.anew = false;
    upload.share = 0;
    if (!(upload.file instanceof Blob)) return upload.set("failed", "gone");
    upload.set("waiting");
    this.all.add(upload);
    this.next();
  }

  /**
   * Its message has arrived: the file need not be remembered.
   * @param {Upload} upload
   */
  forget(upload) {
    this.all.delete(upload);
  }

  /** The connection is back. */
  hurry() {
    for (const upload of this.all) upload.sender?.hurry();
    this.withdrawals.hurry();
  }

  get running() {
    return [...this.all].some((upload) => !upload.settled);
  }

  next() {
    const busy = [...this.all].filter((upload) => upload.state === "sending" || upload.state === "lost").length;
    const waiting = [...this.all].filter((upload) => upload.state === "waiting");
    for (const upload of waiting.slice(0, Math.max(0, AT_ONCE - busy))) this.run(upload);
  }

  /** @param {Upload} upload */
  async run(upload) {
    upload.waiting = new AbortController();
    upload.set("sending");
    try {
      await held(upload.id, { signal: upload.waiting.signal }, () => this.send(upload));
    } catch (error) {
      if (!upload.waiting.signal.aborted) throw error; // else it was taken back while another tab sent it
    }
    this.withdrawals.released(upload.id);
    this.next();
  }

  /**
   * Bring it to the server, however long that takes.
   * @param {Upload} upload
   */
  async send(upload) {
    const sender = new Sender(FILES, /** @type {File} */ (upload.file), {
      progress: (sent) => upload.move(sent),
      began: (place) => upload.lies(place),
      lost: () => upload.set("lost"),
      anew: () => (upload.anew = true),
    }, { place: upload.place, end: (place) => this.withdrawals.add(upload.id, place) });
    upload.sender = sender;
    const { status, error } = await sender.run();
    upload.sender = null;
    if (upload.state === "cancelled") return shelf.remove(upload.id);
    if (status === 200) {
      upload.kept = { ref: sender.place.split("/").pop() ?? "" };
      upload.share = 1;
      shelf.remove(upload.id);
      upload.set("ready");
    } else {
      upload.set("failed", error ?? "other");
    }
  }
}
