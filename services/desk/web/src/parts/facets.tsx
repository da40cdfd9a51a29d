import { useEffect, useState } from "preact/hooks";
import type { FacetValue, SearchAnswer } from "../api/answers.ts";
import { useDesk, useSearch } from "../state/desk.tsx";
import { FACETS, chosenValues, withoutFacet, type Facet } from "../state/search.ts";
import { formatNumber } from "../words/translate.ts";

const FIRST_VALUES = 6;
const WIDE = "(min-width: 60rem)";

/** On a narrow screen they are folded, so that results come first. */
export function Facets({ facets }: { facets: SearchAnswer["facets"] }) {
  const { say } = useDesk();
  const { search } = useSearch();
  const [open, setOpen] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const wide = matchMedia(WIDE);
    const follow = () => setOpen(wide.matches);
    wide.addEventListener("change", follow);
    return () => wide.removeEventListener("change", follow);
  }, []);
  const count = chosenValues(search).length;
  return (
    <aside class="facets" aria-label={say("filters")}>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          {say("filters")} {count > 0 && <span class="count">{count}</span>}
        </summary>
        {FACETS.map((facet) => (
          <FacetGroup key={facet} facet={facet} values={facets[facet] ?? []} />
        ))}
      </details>
    </aside>
  );
}

function FacetGroup({ facet, values }: { facet: Facet; values: FacetValue[] }) {
  const { say, nameFacet } = useDesk();
  const { search, change } = useSearch();
  const [all, setAll] = useState(false);
  const chosen = search.filters[facet];
  const listed = listValues(values, chosen);
  const shown = all ? listed : listed.slice(0, Math.max(FIRST_VALUES, chosen.length));
  const left = listed.length - shown.length;
  if (listed.length === 0) return null;
  return (
    <fieldset class={`facet ${facet}`}>
      <legend>{nameFacet(facet)}</legend>
      {chosen.length > 0 && (
        <button
          type="button"
          class="quiet clear"
          aria-label={`${say("clearFacet")}: ${nameFacet(facet)}`}
          onClick={() => change(withoutFacet(search, facet))}
        >
          {say("clearFacet")}
        </button>
      )}
      {shown.map((each) => (
        <FacetChoice key={each.value} facet={facet} {...each} />
      ))}
      {(left > 0 || (all && listed.length > FIRST_VALUES)) && (
        <button
          type="button"
          class="quiet"
          aria-label={`${nameFacet(facet)}: ${all ? say("fewerValues") : say("moreValues", { n: left })}`}
          onClick={() => setAll(!all)}
        >
          {all ? say("fewerValues") : say("moreValues", { n: left })}
        </button>
      )}
    </fieldset>
  );
}

function FacetChoice({ facet, value, count }: { facet: Facet } & FacetValue) {
  const { language, nameValue } = useDesk();
  const { search, toggle } = useSearch();
  return (
    <label>
      <input
        type="checkbox"
        checked={search.filters[facet].includes(value)}
        onChange={() => toggle(facet, value)}
      />
      <bdi>{nameValue(facet, value)}</bdi>
      <span class="count">{formatNumber(language, count)}</span>
    </label>
  );
}

/** What is chosen comes first, also where the answer has not come yet. */
function listValues(values: FacetValue[], chosen: readonly string[]): FacetValue[] {
  const counts = new Map(values.map((each) => [each.value, each.count]));
  return [
    ...chosen.map((value) => ({ value, count: counts.get(value) ?? 0 })),
    ...values.filter((each) => !chosen.includes(each.value)),
  ];
}
