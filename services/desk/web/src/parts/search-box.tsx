import { useEffect, useState } from "preact/hooks";
import type { Suggestion } from "../api/answers.ts";
import { useDesk, useSearch } from "../state/desk.tsx";
import { toggleValue } from "../state/search.ts";
import { cutLastWord } from "../text/last-word.ts";
import { useSuggestions } from "./use-suggestions.ts";

/** A combobox as ARIA describes it: the focus stays in the box, arrows move through the list. */
export function SearchBox() {
  const { say } = useDesk();
  const { search, change } = useSearch();
  const [text, setText] = useState(search.q);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const suggestions = useSuggestions(open ? cutLastWord(text).last : "");
  const shows = open && suggestions.length > 0;
  useEffect(() => setText(search.q), [search.q]);
  useEffect(() => setAt(-1), [suggestions]);

  const submit = (words: string) => {
    setOpen(false);
    change({ ...search, q: words.trim() });
  };
  const choose = ({ kind, name }: Suggestion) => {
    const rest = cutLastWord(text).rest;
    const chosen = search.filters[kind].includes(name) ? search : toggleValue(search, kind, name);
    setText(rest);
    setOpen(false);
    change({ ...chosen, q: rest });
  };
  const press = (event: KeyboardEvent) => {
    // Enter that ends the composing of a Chinese word searches for nothing yet.
    if (event.isComposing) return;
    if (event.key === "Escape" && shows) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      if (shows) setAt(moveWithin(suggestions.length, at, event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && shows && suggestions[at]) {
      event.preventDefault();
      choose(suggestions[at]);
    }
  };

  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit(text);
      }}
    >
      <input
        id="words"
        type="search"
        role="combobox"
        list={undefined}
        aria-label={say("search")}
        aria-expanded={shows}
        aria-controls="suggestions"
        aria-autocomplete="list"
        aria-activedescendant={shows && at >= 0 ? `suggestion-${at}` : undefined}
        aria-keyshortcuts="/"
        placeholder={say("searchHint")}
        maxLength={200}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      <button type="submit">{say("search")}</button>
      <SuggestionList {...{ suggestions: shows ? suggestions : [], at, choose }} />
    </form>
  );
}

function SuggestionList(props: {
  suggestions: readonly Suggestion[];
  at: number;
  choose: (chosen: Suggestion) => void;
}) {
  const { say, nameFacet } = useDesk();
  return (
    <ul
      id="suggestions"
      role="listbox"
      aria-label={say("suggestions")}
      hidden={props.suggestions.length === 0}
    >
      {props.suggestions.map((each, index) => (
        <li
          key={`${each.kind} ${each.name}`}
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === props.at}
          onMouseDown={(event) => {
            // Before the box loses the focus, and with it this list.
            event.preventDefault();
            props.choose(each);
          }}
        >
          <bdi class={`tag ${each.kind}`}>{each.name}</bdi>
          <span class="kind">{nameFacet(each.kind)}</span>
          <span class="count">{each.count}</span>
        </li>
      ))}
    </ul>
  );
}

function moveWithin(length: number, at: number, by: number): number {
  // Beyond either end is the box itself, -1.
  return ((at + 1 + by + length + 1) % (length + 1)) - 1;
}
