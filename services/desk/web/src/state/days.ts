// The stretch of time that is chosen. Bars of the histogram are in UTC, and so are days.

import type { Bar } from "../api/answers.ts";

const DAY = /^\d{4}-\d{2}-\d{2}/;

/** The day of a moment for an input of that type, "" where it has none (now-7d). */
export function dayOf(moment: string): string {
  return DAY.exec(moment)?.[0] ?? "";
}

/** From the start of one bar to the end of another, in whichever order; days where they are whole. */
export function spanOfBars(a: Bar, b: Bar): { from: string; to: string } {
  const [first, last] = a.start <= b.start ? [a, b] : [b, a];
  const from = new Date(first.start);
  // The end of a bar is the start of the next one; the last millisecond before is still inside.
  const to = new Date(Date.parse(last.end) - 1);
  return isMidnight(from) && isMidnight(new Date(last.end))
    ? { from: dayOf(from.toISOString()), to: dayOf(to.toISOString()) }
    : { from: from.toISOString(), to: to.toISOString() };
}

function isMidnight(at: Date): boolean {
  return at.getTime() % 86_400_000 === 0;
}
