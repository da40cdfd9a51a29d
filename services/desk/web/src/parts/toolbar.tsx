import type { SearchAnswer } from "../api/answers.ts";
import { useDesk, useSearch } from "../state/desk.tsx";
import { SORTS, type Sort } from "../state/search.ts";
import { ExportMenu } from "./export-menu.tsx";

export function Toolbar(props: { answer: SearchAnswer | null; loading: boolean; query: string }) {
  const { say, view, go } = useDesk();
  const { search, change } = useSearch();
  const { answer } = props;
  return (
    <div class="toolbar">
      <h2 class="total" aria-live="polite">
        {props.loading
          ? say("loading")
          : answer &&
            say(answer.total.exact ? "articles" : "articlesOrMore", {
              n: answer.total.value,
            })}
        {answer && !props.loading && (
          <span class="faint"> {say("took", { n: answer.took_ms })}</span>
        )}
      </h2>
      <div class="layouts" role="group" aria-label={say("layout")}>
        {(["list", "map"] as const).map((layout) => (
          <button
            key={layout}
            type="button"
            aria-pressed={view.layout === layout}
            onClick={() => go({ ...view, layout })}
          >
            {say(layout)}
          </button>
        ))}
      </div>
      <select
        aria-label={say("sort")}
        value={search.sort}
        onChange={(event) => change({ ...search, sort: event.currentTarget.value as Sort })}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {say(sort)}
          </option>
        ))}
      </select>
      <ExportMenu query={props.query} />
    </div>
  );
}
