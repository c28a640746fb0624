// One stream of the server's events, read as it comes. What EventSource does not tell is told: why it was refused, and
// that it fell silent, as after a sleep of the machine.

const SILENCE = 20000; // the server says something every five seconds

/** @typedef {{ error: string | null }} End `error` is the refusal's code; null: it ended, broke off or fell silent. */

/**
 * Read the events after a change until the stream ends, however that is.
 * @param {number} after
 * @param {AbortSignal} signal
 * @param {(name: string, data: unknown) => void} take
 * @returns {Promise<End>}
 */
export async function follow(after, signal, take) {
  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener("abort", end);
  let timer = setTimeout(end, SILENCE);
  try {
    const answer = await fetch(`/events?after=${after}`, { signal: ended.signal });
    if (!answer.ok || !answer.body) return { error: (await answer.json().catch(() => ({}))).error ?? null };
    const events = new EventText();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE);
      for (const { name, data } of events.add(part.value)) take(name, data);
    }
  } catch {
    // it broke off, or somebody ended it
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
  return { error: null };
}

/** The text of an event stream as it comes in pieces; the data of every event is JSON. */
export class EventText {
  constructor() {
    this.rest = "";
  }

  /**
   * Add a piece, and return the events that are whole by now.
   * @param {string} piece
   */
  add(piece) {
    const blocks = (this.rest + piece).split("\n\n");
    this.rest = blocks.pop() ?? "";
    return blocks.map(read).filter((event) => event !== null);
  }
}

/** @param {string} block */
function read(block) {
  const fields = new Map(block.split("\n").map((line) => /** @type {[string, string]} */ (line.split(/: (.*)/s).slice(0, 2))));
  const [name, data] = [fields.get("event"), fields.get("data")];
  return name && data ? { name, data: JSON.parse(data) } : null;
}
