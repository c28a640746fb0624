// Which project each line of the conversation belongs to. Pure.

/**
 * A line: the project it is known to belong to, the one that was shown when it was said, and the line it is about.
 * @typedef {{ key: string, project: number | null, shown?: number | null, of: string | null }} Placeable
 */

/**
 * Say where each line belongs: to the project it is known to belong to, else to that of what answers it, the one in which
 * it was said, or that of the line it is about. What tells nothing stands where the line before it does.
 * @param {Placeable[]} lines in their order
 * @returns {Map<string, number | null>}
 */
export function placed(lines) {
  const answered = new Map(lines.filter(({ of, project }) => of !== null && project !== null).map(({ of, project }) => [of, project]));
  const named = new Map(lines.map(({ key, project, shown }) => [key, project ?? answered.get(key) ?? shown ?? null]));
  const own = lines.map(({ key, of }) => named.get(key) ?? (of === null ? null : (named.get(of) ?? answered.get(of))) ?? null);
  let here = own.find((project) => project !== null) ?? null;
  return new Map(lines.map(({ key }, number) => [key, (here = own[number] ?? here)]));
}
