import type { Hit } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Card } from "../parts/card.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useDesk } from "../state/desk.tsx";

export function Similar({ id }: { id: string }) {
  const { say } = useDesk();
  const path = `/api/articles/${encodeURIComponent(id)}/similar`;
  const { data, problem, again } = useAnswer<{ hits: Hit[] }>(path, false);
  return (
    <section class="similar" aria-labelledby="similar">
      <h2 id="similar">{say("similar")}</h2>
      {problem && <Trouble {...{ problem, again }} />}
      {data && data.hits.length === 0 && <p class="faint">{say("noSimilar")}</p>}
      <ul class="cards">
        {data?.hits.map((hit) => (
          <Card key={hit.id} hit={hit} />
        ))}
      </ul>
    </section>
  );
}
