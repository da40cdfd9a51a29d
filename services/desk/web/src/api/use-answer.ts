// An answer of the service as a part of the page has it: asked for when shown, asked again by itself
// where the trouble passes.

import { useCallback, useEffect, useState } from "preact/hooks";
import { ask, Problem } from "./client.ts";
import { waitBefore } from "./waits.ts";

export interface Answer<T> {
  /** The last answer, also of the question before, so that a page does not blink. */
  readonly data: T | null;
  readonly loading: boolean;
  readonly problem: Problem | null;
  /** Asks at once. */
  readonly again: () => void;
}

interface Held<T> {
  path: string | null;
  data: T | null;
  problem: Problem | null;
}

/** `path` null asks nothing; `keep` leaves the answer before in place while another is awaited. */
export function useAnswer<T>(path: string | null, keep = true): Answer<T> {
  const [held, setHeld] = useState<Held<T>>({ path: null, data: null, problem: null });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);

  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    let timer = 0;
    const attempt = async (tries: number): Promise<void> => {
      try {
        const data = await ask<T>(path, stop.signal);
        setHeld({ path, data, problem: null });
      } catch (error) {
        if (stop.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem("", String(error), 500);
        setHeld((before) => ({
          path,
          data: problem.waits && keep ? before.data : null,
          problem,
        }));
        if (problem.waits) {
          timer = window.setTimeout(() => void attempt(tries + 1), waitBefore(tries));
        }
      }
    };
    void attempt(0);
    return () => {
      stop.abort();
      window.clearTimeout(timer);
    };
  }, [path, round, keep]);

  const current = held.path === path;
  return {
    data: current || keep ? held.data : null,
    loading: path !== null && !current,
    problem: current ? held.problem : null,
    again,
  };
}
