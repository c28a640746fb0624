// What the bars of a track mean: which of them are one clip that was cut, and which one lies where. Pure.

const TOUCHING = 0.002; // share of the whole

/**
 * Neighbours of one name that touch are one piece, with the places of the cuts inside it as shares of its width.
 * @param {Wire.Bar[]} bars
 */
export function pieces(bars) {
  /** @type {{label: string, start: number, end: number, edges: number[]}[]} */
  const found = [];
  for (const { label, start, end } of bars) {
    const last = found.at(-1);
    if (last && last.label === label && Math.abs(last.end - start) < TOUCHING) {
      last.edges.push(start);
      last.end = end;
    } else {
      found.push({ label, start, end, edges: [] });
    }
  }
  return found.map(({ label, start, end, edges }) => ({
    label,
    start,
    end,
    cuts: edges.map((edge) => (edge - start) / (end - start || 1)),
  }));
}

/**
 * The bar at a share of the whole; the last one where several lie over each other.
 * @param {Wire.Bar[]} bars
 * @param {number} share
 */
export function barAt(bars, share) {
  return bars.findLast(({ start, end }) => start <= share && share < end) ?? null;
}

/**
 * The next cut of any track after a share of the whole, or the one before it; the end or the start where there is none.
 * @param {Wire.Row[]} rows
 * @param {number} share
 * @param {1 | -1} way
 */
export function nextCut(rows, share, way) {
  const edges = rows.flatMap((row) => row.bars.flatMap(({ start, end }) => [start, end]));
  return way > 0
    ? Math.min(1, ...edges.filter((edge) => edge > share + TOUCHING))
    : Math.max(0, ...edges.filter((edge) => edge < share - TOUCHING));
}

const STEPS = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600];
const MOST_MARKS = 6;

/**
 * The whole seconds that a ruler of that many names: a few, evenly apart, no two of one name.
 * @param {number} seconds
 */
export function marks(seconds) {
  const step = STEPS.find((one) => seconds / one < MOST_MARKS) ?? seconds / (MOST_MARKS - 1);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, number) => number * step);
}
