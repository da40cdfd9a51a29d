import { useState } from "preact/hooks";
import type { Hit } from "../api/answers.ts";
import { useDesk } from "../state/desk.tsx";
import { STEP } from "../state/keys.ts";
import { link } from "../state/links.ts";
import type { Facet } from "../state/search.ts";
import { writeView } from "../state/view.ts";
import { endOfPassage } from "../text/passage.ts";
import { webAddress } from "../text/shown.ts";
import { MarkedText } from "./marked-text.tsx";
import { Moment } from "./moment.tsx";
import { Tag } from "./tag.tsx";

// Two lines of them on a usual screen; the rest is a press away.
const FIRST_TAGS = 10;

export function Card({ hit }: { hit: Hit }) {
  const { view, go, say, nameValue } = useDesk();
  const opened = { ...view, article: hit.id, beside: null };
  const headline = hit.snippets.find((each) => each.field === "headline");
  const passages = hit.snippets.filter((each) => each.field === "body");
  const url = webAddress(hit.url);
  return (
    <li class="card">
      {hit.kicker && (
        <p class="kicker">
          <bdi>{hit.kicker}</bdi>
        </p>
      )}
      <h3>
        <a {...{ [STEP]: "focus" }} {...link(writeView(opened), () => go(opened))}>
          {/* A snippet of a long headline is a part of it, so that only a whole one stands for it. */}
          {headline && headline.text === hit.headline ? (
            <MarkedText {...headline} />
          ) : (
            <bdi>{hit.headline ?? say("untitled")}</bdi>
          )}
        </a>
      </h3>
      <p class="origin">
        <bdi>{hit.source}</bdi>
        <Moment at={hit.published_at} received={hit.received_at} />
        <span>{nameValue("language", hit.language)}</span>
        {url && (
          <a href={url} rel="noreferrer noopener" target="_blank">
            {say("original")} ↗
          </a>
        )}
      </p>
      {passages.map((each, index) => (
        <p class="passage" key={index}>
          <MarkedText {...each} />
          {endOfPassage(each.text)}
        </p>
      ))}
      <Tags hit={hit} />
    </li>
  );
}

function Tags({ hit }: { hit: Hit }) {
  const { say } = useDesk();
  const [all, setAll] = useState(false);
  const tags = listTags(hit);
  const shown = all ? tags : tags.slice(0, FIRST_TAGS);
  if (!tags.length) return null;
  return (
    <p class="tags">
      {shown.map(({ facet, value }) => (
        <Tag key={`${facet} ${value}`} {...{ facet, value }} />
      ))}
      {shown.length < tags.length && (
        <button type="button" class="quiet" onClick={() => setAll(true)}>
          {say("moreTags", { n: tags.length - shown.length })}
        </button>
      )}
    </p>
  );
}

function listTags(hit: Hit): { facet: Facet; value: string }[] {
  const of = (facet: Facet, values: string[]) => values.map((value) => ({ facet, value }));
  return [
    ...of("event_type", hit.event_types),
    ...of("topic", hit.topics),
    ...of("person", hit.persons),
    ...of("organization", hit.organizations),
    ...of("place", hit.places),
  ];
}
