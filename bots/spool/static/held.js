// One tab at a time: tabs that were made of one another, or show the same link, have the same file to send.

/**
 * Do something while no other tab does anything of that name. Where the browser has no Web Locks, each tab does it.
 * @template T
 * @param {string} name
 * @param {LockOptions} how
 * @param {(lock: Lock | null | undefined) => Promise<T>} act gets the lock; null: another tab has it
 * @returns {Promise<T>}
 */
export async function held(name, how, act) {
  if (!navigator.locks) return act(undefined);
  return navigator.locks.request(`upload-${name}`, how, act);
}
