// What changes in the chat, for this tab. However many tabs are open, one of them reads the stream and tells the others:
// a browser opens six connections to a server at most. A tab reads the stream for itself only to catch up.

import { Backoff } from "../../spool/static/backoff.js";
import { follow } from "./stream.js";

const NAME = "nemobot-events"; // of the lock that the reading tab holds, and of the channel on which it tells
const ASK_EVERY = 15000;
const ANSWER_WITHIN = 3000;

/**
 * What one tab tells the others: a question, or what it read, with the change that it had seen before.
 * @typedef {{ ask?: true, line?: Wire.Line, after?: number, anew?: true, projects?: true, ready?: number, lost?: true, error?: string | null }} Told
 */

/**
 * Events: `line` (detail: the line), `anew` (forget every line), `projects` (their list changed), `ready` (all there is was seen), `lost` (detail: why, a
 * refusal's code or null), `back`. `leads` says whether this tab reads for all.
 */
export class Connection extends EventTarget {
  constructor() {
    super();
    this.seen = 0;
    this.missed = 0; // the newest change that another tab told of and this one could not take
    this.leads = false;
    this.caughtUp = false;
    this.running = false;
    this.down = false;
    /** @type {string | null} */
    this.error = null;
    this.heard = 0; // when the reading tab last said something
    this.backoff = new Backoff();
    /** @type {AbortController | null} */
    this.stream = null;
    /** @type {AbortController | null} */
    this.claim = null;
    /** @type {BroadcastChannel | null} */
    this.channel = null;
  }

  /** Begin, once somebody listens. */
  start() {
    if (!navigator.locks || !globalThis.BroadcastChannel) {
      this.leads = true; // every tab for itself
      this.run();
      return;
    }
    this.open();
    setInterval(() => this.check(), ASK_EVERY);
    document.addEventListener("visibilitychange", () => this.check());
    // A page that the browser keeps for the way back holds nothing, and hears nothing.
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    this.channel = new BroadcastChannel(NAME);
    this.channel.addEventListener("message", ({ data }) => this.hear(data));
    this.caughtUp = false;
    this.run();
    this.lead({});
    this.check();
  }

  close() {
    this.claim?.abort();
    this.claim = null;
    this.leads = false;
    this.channel?.close();
    this.channel = null;
    this.caughtUp = true;
    this.stream?.abort();
    this.backoff.hurry();
  }

  /**
   * Wait for the lock, and read for all as long as it is held; with `steal`, take it from a tab that does not answer.
   * @param {{ steal?: boolean }} how
   */
  async lead({ steal = false }) {
    this.claim?.abort();
    const claim = new AbortController();
    this.claim = claim;
    const held = new Promise((release) => claim.signal.addEventListener("abort", release));
    const hold = () => {
      this.leads = !claim.signal.aborted;
      this.run();
      return held;
    };
    try {
      await navigator.locks.request(NAME, steal ? { steal } : { signal: claim.signal }, hold);
    } catch (error) {
      // AbortError: another tab took the lock; anything else: there are no locks here, so each tab reads for itself
      if (!(error instanceof DOMException && error.name === "AbortError")) return hold();
    }
    if (this.claim !== claim) return;
    this.leads = false;
    this.stream?.abort();
    this.lead({});
  }

  /** Ask whether the reading tab is awake; a browser may have put it to sleep with its lock. */
  check() {
    if (this.leads) this.backoff.hurry();
    if (this.leads || !this.channel || document.hidden) return;
    const asked = Date.now();
    this.channel.postMessage({ ask: true });
    setTimeout(() => {
      if (this.heard < asked && this.channel && !this.leads) this.lead({ steal: true });
    }, ANSWER_WITHIN);
  }

  /** Read the stream: for all tabs, or until this one has caught up. */
  async run() {
    if (this.running) return;
    this.running = true;
    while (this.leads || !this.caughtUp) {
      const stream = new AbortController();
      this.stream = stream;
      const { error } = await follow(this.seen, stream.signal, (name, data) => stream.signal.aborted || this.read(name, data));
      if (stream.signal.aborted) continue;
      this.fail(error);
      await this.backoff.pause();
    }
    this.running = false;
  }

  /**
   * Take an event of the stream.
   * @param {string} name
   * @param {unknown} data
   */
  read(name, data) {
    if (name === "line") {
      const line = /** @type {Wire.Line} */ (data);
      this.tell({ line, after: this.seen });
      this.take(line);
    } else if (name === "anew") {
      this.tell({ anew: true });
      this.forget();
    } else if (name === "projects") {
      this.tell({ projects: true });
      this.dispatchEvent(new Event("projects"));
    } else if (name === "ready") {
      this.backoff.reset();
      // A line that was told meanwhile may not have been in what was read: once more, and then it was removed.
      this.caughtUp = this.seen >= this.missed;
      this.missed = Math.min(this.missed, this.seen);
      this.tell({ ready: this.seen });
      this.works();
      if (!this.leads) this.stream?.abort();
    }
  }

  /**
   * Take what another tab tells.
   * @param {Told} told
   */
  hear({ ask, line, after = 0, anew, projects, ready, lost, error = null }) {
    if (ask) return this.tell(this.down ? { lost: true, error: this.error } : { ready: this.seen });
    this.heard = Date.now();
    if (line && after <= this.seen) this.take(line);
    else if (line) this.behind(line.change);
    if (anew) this.forget();
    if (projects) this.dispatchEvent(new Event("projects"));
    if (ready !== undefined) {
      if (ready > this.seen) this.behind(ready);
      else if (this.caughtUp) this.works();
    }
    if (lost) this.fail(error);
  }

  /** @param {number} change */
  behind(change) {
    this.missed = Math.max(this.missed, change);
    this.caughtUp = false;
    this.run();
  }

  /** @param {Wire.Line} line */
  take(line) {
    if (line.change <= this.seen) return;
    this.seen = line.change;
    this.dispatchEvent(new CustomEvent("line", { detail: line }));
  }

  forget() {
    this.seen = 0;
    this.missed = 0;
    this.dispatchEvent(new Event("anew"));
  }

  works() {
    this.dispatchEvent(new Event("ready"));
    if (this.down) this.dispatchEvent(new Event("back"));
    this.down = false;
  }

  /** @param {string | null} error */
  fail(error) {
    if (this.leads) this.tell({ lost: true, error });
    if (this.down && this.error === error) return;
    this.down = true;
    this.error = error;
    this.dispatchEvent(new CustomEvent("lost", { detail: error }));
  }

  /**
   * Tell the other tabs, if it is this one that reads for all.
   * @param {Told} what
   */
  tell(what) {
    if (this.leads) this.channel?.postMessage(what);
  }
}
