// A passage is cut where its room ends; the reader should see that it goes on.
const ENDS = /[\p{P}\s]$/u;

/** The sign after a passage: none where a sentence is whole. */
export function endOfPassage(text: string): string {
  return ENDS.test(text) ? "" : "…";
}
