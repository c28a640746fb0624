// Waiting longer after each failure, and no longer than the connection needs.

const LONGEST = 10000;

export class Backoff {
  constructor() {
    this.failures = 0;
    /** @type {(() => void) | null} */
    this.wake = null;
  }

  /** Resolves after a while, or at once when somebody calls `hurry`. */
  async pause() {
    const wait = Math.min(LONGEST, 500 * 2 ** this.failures);
    this.failures += 1;
    await /** @type {Promise<void>} */ (new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }));
    this.wake = null;
  }

  hurry() {
    this.wake?.();
  }

  reset() {
    this.failures = 0;
  }
}
