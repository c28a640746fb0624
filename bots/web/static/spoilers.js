// What somebody hides in what they type, before the server says so: the rule is that of `core.words.spoilers`, in short.
// Both are held to the cases of tests/fixtures/spoilers.json.

const TOKEN = /\\[\\`|]|(`{1,3})[^`\n]+\1(?!`)|(\|\|)/gu;

/**
 * Two bars at a place of a line; `opens`, `closes`: also with other bars on another line.
 * @typedef {{ line: number, at: number, end: number, opens: boolean, closes: boolean }} Mark
 */

/**
 * What was typed, with a spoiler for what stands between two bars.
 * @param {string} typed
 * @returns {Wire.Span[]}
 */
export function said(typed) {
  const lines = typed.split("\n");
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  /** @type {Wire.Span[]} */
  const spans = [];
  let from = 0;
  for (const [first, second] of pairs(lines)) {
    const [opens, closes] = [(starts[first.line] ?? 0) + first.at, (starts[second.line] ?? 0) + second.at];
    spans.push(typed.slice(from, opens), { is: "spoiler", in: [typed.slice(opens + 2, closes)] });
    from = closes + 2;
  }
  return [...spans, typed.slice(from)].filter((span) => span !== "");
}

/**
 * The bars that hide something between them; of a row of bars the first two are some.
 * @param {string[]} lines
 */
function pairs(lines) {
  /** @type {[Mark, Mark][]} */
  const found = [];
  /** @type {Mark | null} */
  let waiting = null;
  /** @type {Mark | null} */
  let row = null; // the last bars of the row that begins with those that wait
  for (const mark of lines.flatMap(marks)) {
    if (waiting && row && row.line === mark.line && row.end === mark.at) {
      row = mark;
    } else if (waiting && hides(waiting, mark, lines)) {
      found.push([waiting, mark]);
      waiting = null;
    } else {
      waiting = row = mark;
    }
  }
  return found;
}

/**
 * @param {string} text
 * @param {number} line
 * @returns {Mark[]}
 */
function marks(text, line) {
  const [first, last] = [text.length - text.trimStart().length, text.trimEnd().length];
  return [...text.matchAll(TOKEN)].filter((found) => found[2]).map(({ index: at }) => {
    const end = at + 2;
    const opens = at <= first || (end < last && !/\s/u.test(text.charAt(end)));
    const closes = end >= last || (at > first && !/\s/u.test(text.charAt(at - 1)));
    return { line, at, end, opens, closes };
  });
}

/**
 * @param {Mark} first
 * @param {Mark} second
 * @param {string[]} lines
 */
function hides(first, second, lines) {
  const text = (/** @type {number} */ line) => lines[line] ?? "";
  if (first.line === second.line) return text(first.line).slice(first.end, second.at).trim() !== "";
  if (!first.opens || !second.closes) return false;
  const between = [text(first.line).slice(first.end), ...lines.slice(first.line + 1, second.line), text(second.line).slice(0, second.at)];
  return between.some((part) => part.trim() !== "");
}
