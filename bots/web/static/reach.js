// Why a player stopped: what it plays is gone, out of reach for the moment, or not for this browser.

const GONE = new Set(["film_gone", "file_gone"]);

/**
 * @param {string} source
 * @returns {Promise<"gone" | "away" | "format">}
 */
export async function whyNot(source) {
  const enough = new AbortController();
  try {
    const answer = await fetch(source, { headers: { Range: "bytes=0-0" }, signal: enough.signal });
    if (answer.ok) return "format";
    return GONE.has((await answer.json()).error) ? "gone" : "away";
  } catch {
    return "away";
  } finally {
    enough.abort();
  }
}
