// What a tab remembers over a reload, for as long as it is open.

/**
 * @param {string} name
 * @param {unknown} value what JSON can hold
 */
export function remember(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    sessionStorage.removeItem(name); // rather nothing than something older
  }
}

/** @param {string} name */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}
