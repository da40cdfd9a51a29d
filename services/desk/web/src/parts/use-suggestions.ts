import { useEffect, useState } from "preact/hooks";
import type { Suggestion } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";

// Between two keys of somebody who types; who pauses longer waits for suggestions.
const PAUSE_MS = 120;
const NONE: readonly Suggestion[] = [];

/** Names that begin with `word`, once it rests; none while there is trouble: they are a help only. */
export function useSuggestions(word: string): readonly Suggestion[] {
  const [rested, setRested] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => setRested(word), word ? PAUSE_MS : 0);
    return () => window.clearTimeout(timer);
  }, [word]);
  const path = rested ? `/api/suggest?${new URLSearchParams({ q: rested })}` : null;
  const { data } = useAnswer<{ suggestions: Suggestion[] }>(path);
  return path && data ? data.suggestions : NONE;
}
