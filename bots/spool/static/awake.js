// The screen stays on while a file is sent, for a phone that sleeps cuts the connection. Best effort: a browser without
// the Screen Wake Lock API, or one that is low on power, goes on without.

/** @type {WakeLockSentinel | null} */
let lock = null;
let wanted = false;

/**
 * Keep the screen on, or let it go off again.
 * @param {boolean} on
 */
export async function awake(on) {
  wanted = on;
  if (!on) {
    await lock?.release();
    lock = null;
  } else {
    await hold();
  }
}

async function hold() {
  if (document.visibilityState !== "visible" || (lock && !lock.released)) return;
  try {
    lock = await navigator.wakeLock?.request("screen");
  } catch {
    lock = null;
  }
  if (!wanted) await lock?.release(); // it was sent meanwhile
}

// the browser takes the lock away from a page that is hidden
document.addEventListener("visibilitychange", () => {
  if (wanted) hold();
});
