// What is told while somebody looks elsewhere: in the tab's title always, by a notification where that was allowed.

import { el } from "./dom.js";
import { say } from "./words.js";

const ASKED = "asked to notify";
const LOOKED_AT = "nemobot-looked-at"; // the lock that every tab holds while it is in view

export class Notifier {
  /**
   * @param {HTMLElement} place where it is asked, once, whether it may notify
   * @param {(key: string) => void} show
   * @param {() => void} leave called when it was answered
   */
  constructor(place, show, leave) {
    this.place = place;
    this.show = show;
    this.leave = leave;
    this.ready = 0;
    /** @type {AbortController | null} */
    this.view = null;
    this.look();
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** Somebody looks at this tab, or looks away. */
  look() {
    this.view?.abort();
    this.view = null;
    if (document.hidden) return;
    this.ready = 0;
    this.title();
    const view = (this.view = new AbortController());
    const away = new Promise((resolve) => view.signal.addEventListener("abort", resolve));
    navigator.locks?.request(LOOKED_AT, { mode: "shared" }, () => away);
  }

  /**
   * A film is there. Who looks at another tab of this chat sees it.
   * @param {string} key
   * @param {string} name
   */
  async film(key, name) {
    this.place.replaceChildren(); // the question is over
    if (!document.hidden) return;
    this.ready += 1;
    this.title();
    const held = (await navigator.locks?.query())?.held ?? [];
    if (!this.allowed || held.some((lock) => lock.name === LOOKED_AT)) return;
    const note = new Notification(say("notify.ready"), { body: name, icon: "/spool/static/logo.svg", tag: key });
    note.addEventListener("click", () => {
      window.focus();
      this.show(key);
      note.close();
    });
  }

  title() {
    document.title = this.ready ? `(${this.ready}) ${say("notify.ready")} · Nemobot` : say("title");
  }

  /** Work has begun: ask whether to tell when it is done, once and never again. */
  ask() {
    if (typeof Notification === "undefined" || Notification.permission !== "default" || localStorage.getItem(ASKED)) return;
    localStorage.setItem(ASKED, "yes");
    const done = () => {
      this.place.replaceChildren();
      this.leave();
    };
    const yes = async () => {
      done();
      await Notification.requestPermission();
    };
    this.place.replaceChildren(
      el("span", {}, say("notify.ask")),
      el("button", { type: "button", on: { click: yes } }, say("notify.yes")),
      el("button", { class: "quiet", type: "button", on: { click: done } }, say("notify.no")),
    );
  }

  get allowed() {
    return typeof Notification !== "undefined" && Notification.permission === "granted";
  }
}
