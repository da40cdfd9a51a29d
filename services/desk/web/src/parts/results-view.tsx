import type { SearchAnswer } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useDesk } from "../state/desk.tsx";
import { writeSearch } from "../state/search.ts";
import { ActiveFilters } from "./active-filters.tsx";
import { Facets } from "./facets.tsx";
import { MapView } from "./map-view.tsx";
import { Nothing } from "./nothing.tsx";
import { ResultList } from "./result-list.tsx";
import { Timeline } from "./timeline.tsx";
import { Toolbar } from "./toolbar.tsx";
import { Trouble } from "./trouble.tsx";
import { useShownOnce } from "./use-shown-once.ts";

/** It stays, hidden, while an article of it is read: going back finds everything as it was. */
export function ResultsView({ hidden }: { hidden: boolean }) {
  const { view, say } = useDesk();
  const query = writeSearch(view.search).toString();
  const wanted = useShownOnce(!hidden);
  const path = query ? `/api/search?${query}` : "/api/search";
  const { data, loading, problem, again } = useAnswer<SearchAnswer>(wanted ? path : null);
  return (
    <main id={hidden ? undefined : "main"} hidden={hidden} class="results" aria-busy={loading}>
      <h1 class="visually-hidden">{say("results")}</h1>
      <Facets facets={data?.facets ?? {}} />
      <div class="found">
        <Toolbar {...{ answer: data, loading, query }} />
        <ActiveFilters />
        {problem && <Trouble {...{ problem, again, stale: data !== null }} />}
        {data && <Timeline bars={data.histogram} />}
        {!data && !problem && <p class="waiting">{say("loading")}</p>}
        {data &&
          (data.hits.length === 0 ? (
            <Nothing />
          ) : view.layout === "map" ? (
            <MapView query={query} />
          ) : (
            <ResultList key={query} first={data} query={query} />
          ))}
      </div>
    </main>
  );
}
