// What the page asks about its link.

import { initData } from "./telegram.js";

/** @type {Record<string, string>} who asks, where Telegram says so */
export const headers = initData ? { "X-Telegram-Init-Data": initData } : {};

/**
 * A file that is here in part.
 * @typedef {{ word: string, name: string, fingerprint: string, size: number, sent: number }} Begun
 */

/**
 * What the link is good for, or why it is not.
 * @typedef {{ status: number, error?: string, file_bytes?: number, head_bytes?: number, formats?: string, accept?: string, words?: string, said?: (string | { hidden: string })[], language?: string, begun?: Begun | null }} About
 */

/**
 * Ask what the link is good for.
 * @param {string} link
 * @returns {Promise<About>}
 */
export async function ask(link) {
  return answered(await fetch(`${link}/state`, { headers }));
}

/**
 * Whether a file that begins like this would do, before all of it is sent.
 * @param {string} link
 * @param {string} name
 * @param {ArrayBuffer} head
 * @param {AbortSignal} signal
 */
export async function look(link, name, head, signal) {
  return answered(await fetch(`${link}/look?name=${encodeURIComponent(name)}`, { method: "POST", headers, body: head, signal }));
}

/** @param {Response} response */
async function answered(response) {
  return { status: response.status, ...parsed(await response.text()) };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return { error: "later" };
  }
}
