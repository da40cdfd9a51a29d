// Every tag of an article as spans of its body. Pure.

import type { ArticlePage, TextSpan } from "../api/answers.ts";
import type { Span } from "../text/spans.ts";

export const KINDS = ["person", "organization", "place", "event", "time", "quantity"] as const;
export type Kind = (typeof KINDS)[number];

export interface TagSpan extends Span {
  readonly kind: Kind;
  /** What the words stand for, to be read at the place: a full name, a value. */
  readonly label: string;
}

export type EventName = (type: string) => string;

export function listTagSpans(article: ArticlePage, nameEvent: EventName): TagSpan[] {
  const entities = article.entities.flatMap((entity) =>
    entity.mentions.map((each) =>
      tag(entity.type, each, [
        entity.canonical ?? entity.name,
        ...entity.titles.map((t) => t.name),
      ]),
    ),
  );
  const events = article.events.map((event) =>
    tag("event", event.trigger, [nameEvent(event.type)]),
  );
  const times = article.times.map((time) => tag("time", time.span, [writeTime(time)]));
  const quantities = article.quantities.map((each) =>
    tag("quantity", each.span, [writeQuantity(each)]),
  );
  // Words such as "our city" have a place and are no name.
  const named = new Set(entities.map(({ start, end }) => `${start} ${end}`));
  const locations = article.locations
    .flatMap((location) => location.mentions.map((each) => tag("place", each, [location.path])))
    .filter(({ start, end }) => !named.has(`${start} ${end}`));
  return [...entities, ...locations, ...events, ...times, ...quantities];
}

/** How often each kind is marked. */
export function countKinds(spans: readonly TagSpan[]): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const { kind } of spans) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** 2031-05-04 09:30 – 2031-05-05; one of them where the other is the same or open. */
export function writeTime(time: { start: string | null; end: string | null }): string {
  const [start, end] = [time.start, time.end].map((each) => each?.replace("T", " "));
  if (start && end && start !== end) return `${start} – ${end}`;
  return start ?? end ?? "";
}

export function writeQuantity(each: { value: number | null; unit: string | null }): string {
  return [each.value?.toLocaleString("en"), each.unit].filter(Boolean).join(" ");
}

function tag(kind: Kind, { start, end }: TextSpan, labels: string[]): TagSpan {
  return { kind, start, end, label: labels.filter(Boolean).join(" · ") };
}
