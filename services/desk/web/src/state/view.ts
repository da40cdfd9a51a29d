// Which page an address means: a result as a list or a map, or one article out of a result,
// alone or beside another.

import { readSearch, writeSearch, type Search } from "./search.ts";

export interface View {
  readonly search: Search;
  /** The article that is open, by its id. */
  readonly article: string | null;
  /** Another version of its story that stands beside it. */
  readonly beside: string | null;
  readonly layout: "list" | "map";
}

const ARTICLE = /^\/articles\/([^/]+)\/?$/;

export function readView(path: string, query: string): View {
  const parameters = new URLSearchParams(query);
  const article = readArticle(path);
  return {
    search: readSearch(parameters),
    article,
    beside: article === null ? null : parameters.get("with") || null,
    layout: parameters.get("view") === "map" ? "map" : "list",
  };
}

export function writeView(view: View): string {
  const parameters = writeSearch(view.search);
  if (view.layout === "map") parameters.set("view", "map");
  if (view.article !== null && view.beside !== null) parameters.set("with", view.beside);
  const query = parameters.toString();
  const path = view.article === null ? "/" : `/articles/${encodeURIComponent(view.article)}`;
  return query ? `${path}?${query}` : path;
}

function readArticle(path: string): string | null {
  const id = ARTICLE.exec(path)?.[1];
  if (id === undefined) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
