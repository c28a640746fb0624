// One file on its way. An answer is { status, error }: status 0 is a connection that broke, "cancelled" says why.

import { initData } from "./telegram.js";

/** @type {Record<string, string>} */
const headers = initData ? { "X-Telegram-Init-Data": initData } : {};

/** What the link is good for. */
export async function ask(link) {
  return answered(await fetch(`${link}/state`, { headers }));
}

/** Whether a file that begins like this would do, before all of it is sent. */
export async function look(link, head, signal) {
  return answered(await fetch(`${link}/look`, { method: "POST", headers, body: head, signal }));
}

/** Send a file; `progress` hears how many bytes have gone. Returns the answer's promise and a way to stop. */
export function send(link, file, progress) {
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve) => {
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => resolve({ status: request.status, ...parsed(request.responseText) }));
    for (const lost of ["error", "timeout"]) request.addEventListener(lost, () => resolve({ status: 0, error: "cut" }));
    request.addEventListener("abort", () => resolve({ status: 0, error: "cancelled" }));
    request.open("POST", `${link}?name=${encodeURIComponent(file.name.toWellFormed?.() ?? file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.send(file);
  });
  return { answer, stop: () => request.abort() };
}

async function answered(response) {
  return { status: response.status, ...parsed(await response.text()) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { error: "later" };
  }
}
