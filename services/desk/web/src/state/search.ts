// What is searched for, and how it stands in the address: the address is the saved search.

export const FACETS = [
  "person",
  "organization",
  "place",
  "event_type",
  "topic",
  "source",
  "language",
  // Not counted: an article leads to the others of its story.
  "story",
] as const;
export const SORTS = ["relevance", "newest", "oldest"] as const;

export type Facet = (typeof FACETS)[number];
export type Sort = (typeof SORTS)[number];

/** `from` and `to` are days, both included, or times, as the service takes them; "" is none. */
export interface Search {
  readonly q: string;
  readonly filters: Readonly<Record<Facet, readonly string[]>>;
  readonly from: string;
  readonly to: string;
  readonly sort: Sort;
}

export const EMPTY: Search = {
  q: "",
  filters: Object.fromEntries(FACETS.map((facet) => [facet, []])) as never,
  from: "",
  to: "",
  sort: "relevance",
};

export function readSearch(parameters: URLSearchParams): Search {
  const sort = parameters.get("sort");
  return {
    q: parameters.get("q") ?? "",
    filters: Object.fromEntries(
      FACETS.map((facet) => [facet, [...new Set(parameters.getAll(facet).filter(Boolean))]]),
    ) as never,
    from: parameters.get("from") ?? "",
    to: parameters.get("to") ?? "",
    sort: isSort(sort) ? sort : "relevance",
  };
}

/** The parameters of a search, in one order, without what is empty or usual. */
export function writeSearch(search: Search): URLSearchParams {
  const parameters = new URLSearchParams();
  if (search.q) parameters.set("q", search.q);
  for (const facet of FACETS) {
    for (const value of search.filters[facet]) parameters.append(facet, value);
  }
  if (search.from) parameters.set("from", search.from);
  if (search.to) parameters.set("to", search.to);
  if (search.sort !== "relevance") parameters.set("sort", search.sort);
  return parameters;
}

/** The search with one value more in a facet, or one less where it was there. */
export function toggleValue(search: Search, facet: Facet, value: string): Search {
  const chosen = search.filters[facet];
  const others = chosen.filter((each) => each !== value);
  const next = others.length < chosen.length ? others : [...chosen, value];
  return { ...search, filters: { ...search.filters, [facet]: next } };
}

export function withoutFacet(search: Search, facet: Facet): Search {
  return { ...search, filters: { ...search.filters, [facet]: [] } };
}

/** Every chosen value with its facet, in the order of the facets. */
export function chosenValues(search: Search): { facet: Facet; value: string }[] {
  return FACETS.flatMap((facet) => search.filters[facet].map((value) => ({ facet, value })));
}

export function isNarrowed(search: Search): boolean {
  return Boolean(search.from || search.to || chosenValues(search).length);
}

function isSort(text: string | null): text is Sort {
  return SORTS.some((each) => each === text);
}
