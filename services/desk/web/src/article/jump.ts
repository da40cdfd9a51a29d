import { useRef } from "preact/hooks";
import type { Span } from "../text/spans.ts";

/** Shows a place of the text. */
export type Jump = (span: Span) => void;

/** Steps through a list of places in the text, from the first again after the last. */
export function useTurns<T>(all: readonly T[], act: (each: T) => void): () => void {
  const next = useRef(0);
  return () => {
    const each = all[next.current % all.length];
    next.current += 1;
    if (each !== undefined) act(each);
  };
}
