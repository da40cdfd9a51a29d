// What every part of the page needs: the view, how to change it, and the words.

import { createContext, type ComponentChildren } from "preact";
import { useContext, useMemo } from "preact/hooks";
import type { FieldsAnswer, Names } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import type { Language, MessageKey } from "../words/messages.ts";
import { chooseLanguage, nameLanguage, translate, type Values } from "../words/translate.ts";
import { useRemembered } from "./remembered.ts";
import { useView, type Go } from "./use-view.ts";
import { toggleValue, type Facet, type Search } from "./search.ts";
import { writeView, type View } from "./view.ts";

export interface Desk {
  readonly view: View;
  readonly go: Go;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly say: (key: MessageKey, values?: Values) => string;
  /** The name of a value of a facet, such as a kind of event, in the page's language. */
  readonly nameValue: (facet: Facet, value: string) => string;
  readonly nameFacet: (facet: Facet) => string;
}

const Context = createContext<Desk | null>(null);

export function DeskProvider({ children }: { children: ComponentChildren }) {
  const [view, go] = useView();
  const [language, setLanguage] = useRemembered("language", (held) =>
    chooseLanguage(held, navigator.languages),
  );
  const { data: fields } = useAnswer<FieldsAnswer>("/api/fields");
  const names = useMemo(() => readNames(fields), [fields]);
  const desk: Desk = {
    view,
    go,
    language,
    setLanguage,
    say: (key, values) => translate(language, key, values),
    nameValue: (facet, value) =>
      facet === "language"
        ? nameLanguage(language, value)
        : facet === "story"
          ? value.slice(0, 8)
          : (names[facet]?.get(value)?.[language] ?? value),
    nameFacet: (facet) =>
      facet === "story"
        ? translate(language, "story")
        : (names["facets"]?.get(facet)?.[language] ?? facet.replace("_", " ")),
  };
  return <Context.Provider value={desk}>{children}</Context.Provider>;
}

export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error("outside of the desk");
  return desk;
}

/** The search, and what changes it: each goes to the results, as a step that "back" undoes. */
export function useSearch() {
  const { view, go } = useDesk();
  const change = (search: Search) => go({ ...view, article: null, search });
  return {
    search: view.search,
    change,
    toggle: (facet: Facet, value: string) => change(toggleValue(view.search, facet, value)),
    address: (search: Search) => writeView({ ...view, article: null, search }),
  };
}

function readNames(fields: FieldsAnswer | null): Record<string, Map<string, Names>> {
  const table = (names: Names[]) => new Map(names.map((each) => [each.value, each]));
  if (!fields) return {};
  return {
    facets: table(fields.facets),
    event_type: table(fields.event_types),
    topic: table(fields.topics),
  };
}
