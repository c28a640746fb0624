// Files that were taken back and of which the server may have a part: it is told to delete them, when it is back if it is
// away, by any tab of this browser.

import { Backoff } from "../../spool/static/backoff.js";
import { held } from "../../spool/static/held.js";
import { remove } from "../../spool/static/sender.js";
import { recall, remember } from "./remember.js";

const NAME = "taken back";
const HOUR = 3600000; // after that the server has deleted by itself what nobody goes on with

/** What was taken back: the upload's id, where the server has it, and when, in milliseconds since the epoch. */
/** @typedef {{ id: string, place: string, at: number }} Withdrawn */

export class Withdrawals {
  constructor() {
    this.backoff = new Backoff();
    this.busy = false;
    /** @type {Set<string>} The uploads whose lock is still this tab's own. */
    this.ours = new Set();
  }

  /**
   * Have the server delete what it has of an upload whose lock this tab holds; say `released` when it does no more.
   * @param {string} id
   * @param {string} place
   */
  async add(id, place) {
    this.ours.add(id);
    this.keep([...this.all(), { id, place, at: Date.now() }]); // first, for the page may be left at any time
    if (await remove(place)) this.over(place);
  }

  /** @param {string} id */
  released(id) {
    this.ours.delete(id);
    this.run();
  }

  /** The server may be back. */
  hurry() {
    this.backoff.hurry();
    this.run();
  }

  /** Try until nothing is left. */
  async run() {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.next(); next; next = this.next()) {
      if (await ended(next)) {
        this.backoff.reset();
        this.over(next.place);
      } else {
        await this.backoff.pause();
      }
    }
    this.busy = false;
  }

  next() {
    return this.all().find(({ id }) => !this.ours.has(id));
  }

  /** @returns {Withdrawn[]} */
  all() {
    /** @type {Withdrawn[]} */
    const known = recall(NAME, localStorage) ?? [];
    return known.filter(({ at }) => Date.now() - at < HOUR);
  }

  /** @param {string} place */
  over(place) {
    this.keep(this.all().filter((one) => one.place !== place));
  }

  /** @param {Withdrawn[]} all */
  keep(all) {
    if (all.length) remember(NAME, all, localStorage);
    else localStorage.removeItem(NAME);
  }
}

/**
 * Whether nothing more is to be done: the server answered, or another tab, which was made of the one that took it back,
 * goes on with it.
 * @param {Withdrawn} withdrawn
 */
async function ended({ id, place }) {
  return held(id, { ifAvailable: true }, async (lock) => lock === null || remove(place));
}
