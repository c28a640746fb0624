// How the sentences of a page are filled in. Words only ever become text: nothing here can be made to parse HTML.

/**
 * A sentence with each `{name}` replaced by the value of that name, once over: a value is never read as a template.
 * @param {string} sentence
 * @param {Record<string, unknown>} values
 */
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/**
 * The key of the unit in which people say so many bytes, and the number in it.
 * @param {number} bytes
 * @param {string} language as BCP 47 has it
 * @returns {[key: string, n: string]}
 */
export function inUnits(bytes, language) {
  /** @type {[string, number][]} */
  const units = [["unit.gb", 1024 ** 3], ["unit.mb", 1024 ** 2], ["unit.kb", 1024]];
  const [key, one] = units.find(([, least]) => bytes >= least) ?? ["unit.bytes", 1];
  return [key, new Intl.NumberFormat(language, { maximumFractionDigits: 1, useGrouping: false }).format(bytes / one)];
}
