// Text cut at the places that the service tells. Its offsets count Unicode code points, and a string
// here counts UTF-16 units: a character beyond the first plane is one there and two here.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A stretch of text between two boundaries, and every span that covers it. */
export interface Piece<T> {
  readonly text: string;
  readonly start: number;
  readonly covers: readonly T[];
}

/**
 * Cut `text` at each start and end of `spans`; the pieces joined are `text` again.
 *
 * Spans may overlap, touch and hold each other. What is empty, turned round or beyond the text
 * covers nothing.
 */
export function cutBySpans<T extends Span>(text: string, spans: readonly T[]): Piece<T>[] {
  const points = Array.from(text);
  const inside = spans
    .filter((each) => each.start >= 0 && each.start < each.end && each.end <= points.length)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const cuts = new Set([0, points.length]);
  for (const { start, end } of inside) cuts.add(start).add(end);
  const places = [...cuts].sort((a, b) => a - b);
  const pieces: Piece<T>[] = [];
  let open: T[] = [];
  let next = 0;
  for (const [at, start] of places.entries()) {
    const end = places[at + 1];
    if (end === undefined) break;
    open = open.filter((each) => each.end > start);
    for (let each = inside[next]; each && each.start === start; each = inside[next]) {
      open.push(each);
      next += 1;
    }
    pieces.push({ text: points.slice(start, end).join(""), start, covers: [...open] });
  }
  return pieces;
}

/** The code points of `text` from `start` to `end`. */
export function slicePoints(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}
