// Which project each line of the conversation belongs to. Pure.

/**
 * A line: the project it names itself, if any, and the line it is about.
 * @typedef {{ key: string, project: number | null, of: string | null }} Placeable
 */

/**
 * Say where each line belongs: to the project it names, else to that of the line it is about, or of what is about it;
 * help and the like stand where they were said.
 * @param {Placeable[]} lines in their order
 * @returns {Map<string, number | null>}
 */
export function placed(lines) {
  const named = new Map(lines.map(({ key, project }) => [key, project]));
  const answered = new Map(lines.filter(({ of, project }) => of !== null && project !== null).map(({ of, project }) => [of, project]));
  const own = lines.map(({ key, project, of }) => project ?? answered.get(key) ?? (of === null ? null : (named.get(of) ?? answered.get(of))) ?? null);
  let here = own.find((project) => project !== null) ?? null;
  return new Map(lines.map(({ key }, number) => [key, (here = own[number] ?? here)]));
}
