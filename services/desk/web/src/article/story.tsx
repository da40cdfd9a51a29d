import type { StoryAnswer } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Moment } from "../parts/moment.tsx";
import { useDesk, useSearch } from "../state/desk.tsx";
import { link } from "../state/links.ts";
import { EMPTY, toggleValue } from "../state/search.ts";
import { writeView } from "../state/view.ts";

/** The other articles that tell the same, the earliest first; nothing where there are none. */
export function Story({ id }: { id: string }) {
  const { view, go, say } = useDesk();
  const { address, change } = useSearch();
  const { data } = useAnswer<StoryAnswer>(`/api/articles/${encodeURIComponent(id)}/story`, false);
  const others = data?.hits.filter((each) => each.id !== id) ?? [];
  if (!data?.story_id || !others.length) return null;
  const all = toggleValue(EMPTY, "story", data.story_id);
  return (
    <section class="story" aria-labelledby="story">
      <h2 id="story">{say("sameStory")}</h2>
      <ul>
        {others.map((each) => {
          const alone = { ...view, article: each.id, beside: null };
          const both = { ...view, beside: each.id };
          return (
            <li key={each.id}>
              <a {...link(writeView(alone), () => go(alone))}>
                <bdi>{each.headline ?? say("untitled")}</bdi>
              </a>
              <p class="origin">
                <bdi>{each.source}</bdi>
                <Moment at={each.published_at} received={each.received_at} />
                <a {...link(writeView(both), () => go(both))}>{say("compare")}</a>
              </p>
            </li>
          );
        })}
      </ul>
      <a {...link(address(all), () => change(all))}>{say("allOfStory", { n: data.total })}</a>
    </section>
  );
}
