// One file on its way, by the tus protocol (tus.io): begun once, then sent from where the server has it to its end, as
// often as the connection breaks. An answer is { status, error }: status 0 is a connection that stayed broken.

import { initData } from "./telegram.js";

/** @type {Record<string, string>} */
const headers = initData ? { "X-Telegram-Init-Data": initData } : {};
const TUS = { ...headers, "Tus-Resumable": "1.0.0" };
const MOST_TRIES = 12; // in a row without a byte: about a minute and a half
const LONGEST_WAIT = 10000;

/** What the link is good for. */
export async function ask(link) {
  return answered(await fetch(`${link}/state`, { headers }));
}

/** Whether a file that begins like this would do, before all of it is sent. */
export async function look(link, head, signal) {
  return answered(await fetch(`${link}/look`, { method: "POST", headers, body: head, signal }));
}

/**
 * A file that is here in part.
 * @typedef {{ word: string, name: string, size: number, modified: number, sent: number }} Begun
 */

/** Whether a file is the one that was begun. */
export function goesOn(file, begun) {
  return begun && begun.name === file.name && begun.size === file.size && begun.modified === file.lastModified;
}

/** Send a file; `progress` hears how many bytes have gone. Returns the answer's promise and a way to stop. */
export function send(link, file, begun, progress) {
  const sending = new Sending(link, file, progress);
  return { answer: sending.run(begun), stop: () => sending.stop() };
}

class Sending {
  constructor(link, file, progress) {
    this.link = link;
    this.file = file;
    this.progress = progress;
    this.place = "";
    this.stopped = false;
    /** @type {XMLHttpRequest | null} */
    this.request = null;
    this.wake = () => {};
  }

  stop() {
    this.stopped = true;
    this.request?.abort();
    this.wake();
    if (this.place) fetch(this.place, { method: "DELETE", headers: TUS, keepalive: true }).catch(() => {});
  }

  async run(begun) {
    if (goesOn(this.file, begun)) this.place = `${this.link}/files/${begun.word}`;
    else if (begun) fetch(`${this.link}/files/${begun.word}`, { method: "DELETE", headers: TUS }).catch(() => {});
    let tries = 0;
    let reached = -1;
    while (!this.stopped) {
      const answer = await this.step();
      if (answer.done) return { status: 200 };
      if (answer.status === 410) this.place = ""; // it was here too long: from the start
      else if (answer.status >= 400 && ![409, 423, 429].includes(answer.status) && answer.status < 500) return answer;
      else if (answer.status === 409 && answer.error !== "offset") return answer;
      else if (answer.status === 507) return answer;
      if (answer.offset > reached) [reached, tries] = [answer.offset, 0];
      else if (++tries > MOST_TRIES) return { status: 0, error: answer.error ?? "cut" };
      if (tries > 0) await this.pause(Math.min(LONGEST_WAIT, 250 * 2 ** tries));
    }
    return { status: 0, error: "cancelled" };
  }

  /** Begin it, or ask how much of it is there and send the rest. */
  async step() {
    try {
      if (!this.place) return await this.begin();
      const head = await fetch(this.place, { method: "HEAD", headers: TUS });
      if (!head.ok) return { status: head.status, error: head.headers.get("X-Error") ?? "later" };
      return await this.rest(Number(head.headers.get("Upload-Offset")));
    } catch {
      return { status: 0, error: "cut" };
    }
  }

  async begin() {
    const about = `filename ${base64(this.file.name)},modified ${base64(String(this.file.lastModified))}`;
    const told = { ...TUS, "Upload-Length": String(this.file.size), "Upload-Metadata": about };
    const answer = await fetch(`${this.link}/files`, { method: "POST", headers: told });
    if (answer.status !== 201) return answered(answer);
    this.place = `${this.link}/${answer.headers.get("Location")}`;
    return { status: 201, offset: 0 };
  }

  rest(offset) {
    const request = new XMLHttpRequest();
    this.request = request;
    this.progress(offset);
    return new Promise((resolve) => {
      request.upload.addEventListener("progress", (event) => this.progress(offset + event.loaded));
      request.addEventListener("load", () => {
        const told = Number(request.getResponseHeader("Upload-Offset") ?? -1);
        resolve({ status: request.status, offset: told, done: told === this.file.size, ...parsed(request.responseText) });
      });
      for (const lost of ["error", "timeout", "abort"]) {
        request.addEventListener(lost, () => resolve({ status: 0, error: "cut", offset }));
      }
      request.open("PATCH", this.place);
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
      request.setRequestHeader("Upload-Offset", String(offset));
      for (const [name, value] of Object.entries(TUS)) request.setRequestHeader(name, value);
      request.send(this.file.slice(offset));
    });
  }

  /** Wait for so many milliseconds, or until the network is back. */
  async pause(ms) {
    await /** @type {Promise<void>} */ (new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, ms);
      addEventListener("online", () => resolve(), { once: true });
    }));
  }
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

async function answered(response) {
  return { status: response.status, ...parsed(await response.text()) };
}

function parsed(text) {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return { error: "later" };
  }
}
