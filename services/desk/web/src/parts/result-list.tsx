import { useState } from "preact/hooks";
import type { Hit, SearchAnswer } from "../api/answers.ts";
import { ask, Problem } from "../api/client.ts";
import { useDesk } from "../state/desk.tsx";
import { Card } from "./card.tsx";
import { Trouble } from "./trouble.tsx";

/** The first page of hits, and those that were asked for after it. */
export function ResultList({ first, query }: { first: SearchAnswer; query: string }) {
  const { say } = useDesk();
  const [more, setMore] = useState<{ hits: Hit[]; next: string | null } | null>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const next = more ? more.next : first.next;
  const hits = more ? [...first.hits, ...more.hits] : first.hits;
  const goOn = async () => {
    if (next === null || asking) return;
    setAsking(true);
    setProblem(null);
    try {
      const parameters = new URLSearchParams(query);
      parameters.set("after", next);
      const page = await ask<SearchAnswer>(
        `/api/search?${parameters}`,
        new AbortController().signal,
      );
      setMore({ hits: [...(more?.hits ?? []), ...page.hits], next: page.next });
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem("", String(error), 500));
    } finally {
      setAsking(false);
    }
  };
  return (
    <>
      <ol class="cards" aria-label={say("results")}>
        {hits.map((hit) => (
          <Card key={hit.id} hit={hit} />
        ))}
      </ol>
      {problem && <Trouble problem={problem} again={() => void goOn()} />}
      {next !== null && !problem && (
        <button type="button" class="more" disabled={asking} onClick={() => void goOn()}>
          {say(asking ? "loading" : "more")}
        </button>
      )}
    </>
  );
}
