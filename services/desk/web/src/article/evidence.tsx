import type { ComponentChildren } from "preact";
import type { ArticlePage, EntityType } from "../api/answers.ts";
import { useDesk } from "../state/desk.tsx";
import type { Span } from "../text/spans.ts";
import type { MessageKey } from "../words/messages.ts";
import { EntityItem } from "./entity-item.tsx";
import { EventList } from "./event-list.tsx";
import type { Jump } from "./jump.ts";
import { KIND_NAMES } from "./legend.tsx";
import { writeQuantity, writeTime } from "./tag-spans.ts";
import { Where } from "./where.tsx";

/** Every tag beside the text; a press on one shows where it stands. */
export function Evidence({ article, jump }: { article: ArticlePage; jump: Jump }) {
  const entities = (type: EntityType) => article.entities.filter((each) => each.type === type);
  return (
    <aside class="evidence">
      {article.events.length > 0 && (
        <Group title="events">
          <EventList events={article.events} jump={jump} />
        </Group>
      )}
      {(["person", "organization", "place"] as const).map(
        (type) =>
          entities(type).length > 0 && (
            <Group key={type} title={KIND_NAMES[type]}>
              <ul>
                {entities(type).map((entity) => (
                  <EntityItem key={entity.name} {...{ entity, jump }} />
                ))}
              </ul>
              {type === "place" && <Where locations={article.locations} />}
            </Group>
          ),
      )}
      {article.times.length > 0 && (
        <Group title="times">
          <Values
            jump={jump}
            kind="time"
            values={article.times.map((each) => ({
              span: each.span,
              value: writeTime(each),
            }))}
          />
        </Group>
      )}
      {article.quantities.length > 0 && (
        <Group title="quantities">
          <Values
            jump={jump}
            kind="quantity"
            values={article.quantities.map((each) => ({
              span: each.span,
              value: writeQuantity(each),
            }))}
          />
        </Group>
      )}
    </aside>
  );
}

function Group({ title, children }: { title: MessageKey; children: ComponentChildren }) {
  const { say } = useDesk();
  return (
    <section class={`group ${title}`}>
      <h2>{say(title)}</h2>
      {children}
    </section>
  );
}

interface Value {
  span: Span & { text: string };
  value: string;
}

function Values(props: { values: Value[]; kind: string; jump: Jump }) {
  const { say } = useDesk();
  return (
    <ul>
      {props.values.map(({ span, value }) => (
        <li key={span.start}>
          <button
            type="button"
            class={`jump ${props.kind}`}
            title={say("jump")}
            onClick={() => props.jump(span)}
          >
            <bdi>{span.text}</bdi>
          </button>{" "}
          <span class="faint">{value}</span>
        </li>
      ))}
    </ul>
  );
}
