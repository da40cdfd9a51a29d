// The shapes that the service answers with; tidings_desk/answers.py is where they are decided, and the
// tests in a browser ask the real service.

import type { Facet } from "../state/search.ts";
import type { Span } from "../text/spans.ts";

export interface Snippet {
  field: "headline" | "body";
  text: string;
  marks: [number, number][];
}

export interface Hit {
  id: string;
  headline: string | null;
  kicker: string | null;
  source: string;
  language: string;
  published_at: string | null;
  received_at: string;
  url: string | null;
  snippets: Snippet[];
  persons: string[];
  organizations: string[];
  places: string[];
  event_types: string[];
  topics: string[];
}

export interface FacetValue {
  value: string;
  count: number;
}

export interface Bar {
  start: string;
  end: string;
  count: number;
}

export interface SearchAnswer {
  total: { value: number; exact: boolean };
  took_ms: number;
  hits: Hit[];
  facets: Partial<Record<Facet, FacetValue[]>>;
  histogram: Bar[];
  next: string | null;
}

export type EntityType = "person" | "organization" | "place";

export interface TextSpan extends Span {
  text: string;
}

export interface Entity {
  type: EntityType;
  name: string;
  canonical?: string | null;
  titles: { name: string; organization?: string | null }[];
  mentions: TextSpan[];
}

export interface TimeTag {
  span: TextSpan;
  start: string | null;
  end: string | null;
}

export interface Quantity {
  span: TextSpan;
  value: number | null;
  unit: string | null;
}

export interface EventTag {
  type: string;
  code: string;
  status: "occurred" | "ongoing" | "planned" | "demanded" | "denied";
  trigger: TextSpan;
  sentence: TextSpan;
  actors: string[];
  targets: string[];
  place: string | null;
  time: TimeTag | null;
  confidence: number;
}

export interface Location {
  name: string;
  path: string;
  country: string;
  point: { lat: number; lon: number } | null;
  mentions: TextSpan[];
}

export interface Topic {
  code: string;
  en: string;
  zh: string;
  score: number;
}

export interface ArticlePage {
  id: string;
  status: "published" | "withdrawn";
  source: string;
  feed: string | null;
  url: string | null;
  language: string;
  kicker: string | null;
  headline: string | null;
  subhead: string | null;
  byline: string[];
  dateline: string | null;
  captions: { text: string; photographer?: string | null }[];
  body: string;
  published_at: string | null;
  received_at: string;
  entities: Entity[];
  locations: Location[];
  events: EventTag[];
  times: TimeTag[];
  quantities: Quantity[];
  topics: Topic[];
}

export interface Suggestion {
  kind: EntityType;
  name: string;
  count: number;
}

export interface MappedPlace {
  name: string;
  path: string;
  lat: number;
  lon: number;
  count: number;
}

export interface Names {
  value: string;
  en: string;
  zh: string;
}

export interface FieldsAnswer {
  facets: Names[];
  event_types: Names[];
  topics: (Names & { code: string })[];
}

export interface StoryAnswer {
  story_id: string | null;
  total: number;
  hits: Hit[];
}
