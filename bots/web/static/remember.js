// What a tab remembers over a reload, for as long as it is open; or every tab, where another storage is named.

/**
 * @param {string} name
 * @param {unknown} value what JSON can hold
 */
export function remember(name, value, storage = sessionStorage) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch {
    storage.removeItem(name); // rather nothing than something older
  }
}

/** @param {string} name */
export function recall(name, storage = sessionStorage) {
  try {
    return JSON.parse(storage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}
