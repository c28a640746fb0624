// The stream of changes. It takes up where it left off, however often it breaks.

import { Backoff } from "./backoff.js";

/** Events: `line` (detail: the line), `anew` (forget every line), `ready` (all there is was seen), `lost`, `back`. */
export class Connection extends EventTarget {
  constructor() {
    super();
    this.seen = 0;
    this.down = false;
    this.backoff = new Backoff();
    this.open();
  }

  open() {
    const source = new EventSource(`/events?after=${this.seen}`);
    source.addEventListener("line", (event) => {
      /** @type {Wire.Line} */
      const line = JSON.parse(event.data);
      this.seen = Math.max(this.seen, line.change);
      this.dispatchEvent(new CustomEvent("line", { detail: line }));
    });
    source.addEventListener("anew", () => {
      this.seen = 0;
      this.tell("anew");
    });
    source.addEventListener("ready", () => {
      this.backoff.reset();
      this.dispatchEvent(new Event("ready"));
      if (this.down) this.tell("back");
      this.down = false;
    });
    source.addEventListener("error", async () => {
      if (!this.down) this.tell("lost");
      this.down = true;
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      source.close();
      await this.backoff.pause();
      this.open();
    });
  }

  tell(name) {
    this.dispatchEvent(new Event(name));
  }
}
