import { useDesk, useSearch } from "../state/desk.tsx";
import { chosenValues, isNarrowed, toggleValue } from "../state/search.ts";

const QUOTES = /["“”]/g;

/** No article: what to loosen, one thing at a time. */
export function Nothing() {
  const { say, nameValue, nameFacet } = useDesk();
  const { search, change } = useSearch();
  if (!search.q && !isNarrowed(search)) return <p class="nothing">{say("nothingYet")}</p>;
  const unquoted = search.q.replace(QUOTES, "");
  return (
    <div class="nothing">
      <h2>{say("nothing")}</h2>
      <p>{say("nothingHint")}</p>
      <ul>
        {unquoted !== search.q && (
          <li>
            <button type="button" onClick={() => change({ ...search, q: unquoted })}>
              {say("dropQuotes")}
            </button>
          </li>
        )}
        {chosenValues(search).map(({ facet, value }) => (
          <li key={`${facet} ${value}`}>
            <button type="button" onClick={() => change(toggleValue(search, facet, value))}>
              {nameFacet(facet)}: <bdi>{nameValue(facet, value)}</bdi> ×
            </button>
          </li>
        ))}
        {(search.from || search.to) && (
          <li>
            <button type="button" onClick={() => change({ ...search, from: "", to: "" })}>
              {say("dropDates")}
            </button>
          </li>
        )}
        {search.q && isNarrowed(search) && (
          <li>
            <button type="button" onClick={() => change({ ...search, q: "" })}>
              {say("dropWords")}
            </button>
          </li>
        )}
      </ul>
    </div>
  );
}
