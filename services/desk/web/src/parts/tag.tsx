import { useDesk, useSearch } from "../state/desk.tsx";
import { link } from "../state/links.ts";
import { toggleValue, type Facet } from "../state/search.ts";

/** A value of a facet in its colour; a click filters by it, or no longer. */
export function Tag({ facet, value }: { facet: Facet; value: string }) {
  const { nameValue } = useDesk();
  const { search, toggle, address } = useSearch();
  const chosen = search.filters[facet].includes(value);
  return (
    <a
      class={`tag ${facet}`}
      aria-current={chosen ? "true" : undefined}
      {...link(address(toggleValue(search, facet, value)), () => toggle(facet, value))}
    >
      <bdi>{nameValue(facet, value)}</bdi>
    </a>
  );
}
