import { cutBySpans } from "../text/spans.ts";

/** Text with what was searched for marked; `marks` count code points. */
export function MarkedText({ text, marks }: { text: string; marks: readonly [number, number][] }) {
  const pieces = cutBySpans(
    text,
    marks.map(([start, end]) => ({ start, end })),
  );
  return (
    <bdi>
      {pieces.map((piece) =>
        piece.covers.length ? <mark key={piece.start}>{piece.text}</mark> : piece.text,
      )}
    </bdi>
  );
}
