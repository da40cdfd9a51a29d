import { useDesk, useSearch } from "../state/desk.tsx";
import { chosenValues, EMPTY, isNarrowed, toggleValue } from "../state/search.ts";
import { formatDay } from "../words/translate.ts";

/** What narrows the result, each with a way to take it away. */
export function ActiveFilters() {
  const { say, nameValue, nameFacet, language } = useDesk();
  const { search, change } = useSearch();
  if (!isNarrowed(search)) return null;
  const dates = [
    search.from && say("since", { when: formatDay(language, search.from) }),
    search.to && say("until", { when: formatDay(language, search.to) }),
  ].filter(Boolean);
  return (
    <ul class="active" aria-label={say("activeFilters")}>
      {chosenValues(search).map(({ facet, value }) => (
        <li key={`${facet} ${value}`}>
          <Removal
            facet={facet}
            name={nameValue(facet, value)}
            hint={nameFacet(facet)}
            remove={() => change(toggleValue(search, facet, value))}
          />
        </li>
      ))}
      {dates.length > 0 && (
        <li>
          <Removal
            facet="time"
            name={dates.join(" ")}
            hint={say("times")}
            remove={() => change({ ...search, from: "", to: "" })}
          />
        </li>
      )}
      <li>
        <button
          type="button"
          class="quiet"
          onClick={() => change({ ...EMPTY, q: search.q, sort: search.sort })}
        >
          {say("clearAll")}
        </button>
      </li>
    </ul>
  );
}

function Removal(props: { facet: string; name: string; hint: string; remove: () => void }) {
  const { say } = useDesk();
  return (
    <button
      type="button"
      class={`tag ${props.facet}`}
      title={props.hint}
      aria-label={say("removeFilter", { name: props.name })}
      onClick={props.remove}
    >
      <bdi>{props.name}</bdi> ×
    </button>
  );
}
