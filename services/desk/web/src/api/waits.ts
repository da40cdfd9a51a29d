// 1, 2, 4, 8 s and then every 10 s: a node that restarts is there again within half a minute, and
// nobody should look at an old trouble longer than that.
const LONGEST_MS = 10_000;

/** Milliseconds before the try that follows `tries` others. */
export function waitBefore(tries: number): number {
  return Math.min(1_000 * 2 ** Math.min(tries, 10), LONGEST_MS);
}
