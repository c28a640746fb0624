// What is told while somebody looks elsewhere: in the tab's title always, by a notification where that was allowed.

import { el } from "./dom.js";
import { say } from "./words.js";

const ASKED = "asked to notify";

export class Notifier {
  /** @param {HTMLElement} place where it is asked, once, whether it may notify */
  constructor(place) {
    this.place = place;
    this.ready = 0;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.ready = 0;
      this.title();
    });
  }

  /** A film is there. */
  film(key, name) {
    if (!document.hidden) return;
    this.ready += 1;
    this.title();
    if (!this.allowed) return;
    const note = new Notification(say("notify.ready"), { body: name, icon: "/static/logo.svg", tag: key });
    note.addEventListener("click", () => {
      window.focus();
      document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.scrollIntoView({ block: "center" });
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
    const done = () => this.place.replaceChildren();
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
