// Files that wait in this browser until the server has them, so that a reload loses none. Where there is no room, or no
// database, a file simply does not survive.

const DAY = 86400000;

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

/**
 * @param {string} id
 * @param {File} file
 * @returns {Promise<void>}
 */
export async function put(id, file) {
  await change((files) => files.put({ file, at: Date.now() }, id));
}

/**
 * @param {string} id
 * @returns {Promise<File | null>}
 */
export async function get(id) {
  try {
    return (await request((await store("readonly")).get(id)))?.file ?? null;
  } catch {
    return null;
  }
}

/**
 * @param {string} id
 * @returns {Promise<void>}
 */
export async function remove(id) {
  await change((files) => files.delete(id));
}

/** Forget what a closed tab left behind. */
export async function tidy() {
  await change((files) => {
    files.openCursor().onsuccess = ({ target }) => {
      const cursor = /** @type {IDBRequest<IDBCursorWithValue | null>} */ (target).result;
      if (!cursor) return;
      if (Date.now() - cursor.value.at > DAY) cursor.delete();
      cursor.continue();
    };
  });
}

/** @param {(files: IDBObjectStore) => void} act */
async function change(act) {
  try {
    const files = await store("readwrite");
    act(files);
    await new Promise((resolve, reject) => {
      files.transaction.oncomplete = resolve;
      files.transaction.onabort = files.transaction.onerror = reject;
    });
  } catch {
    // private windows and full disks
  }
}

/** @param {IDBTransactionMode} mode */
async function store(mode) {
  opened ??= open();
  return (await opened).transaction("files", mode).objectStore("files");
}

function open() {
  const asked = indexedDB.open("uploads", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("files");
  return request(asked);
}

/**
 * @template T
 * @param {IDBRequest<T>} asked
 * @returns {Promise<T>}
 */
function request(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
