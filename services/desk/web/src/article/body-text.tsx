import { useEffect, useMemo, useRef } from "preact/hooks";
import { cutBySpans, type Span } from "../text/spans.ts";
import type { Kind, TagSpan } from "./tag-spans.ts";

/** A stretch that somebody jumped to; each jump is a new object, also to the same place. */
export interface Target extends Span {
  readonly kind: "target";
}

export interface BodyTextProps {
  body: string;
  spans: readonly TagSpan[];
  hidden: ReadonlySet<Kind>;
  target: Target | null;
  lang: string;
}

/** The body with its tags underlined, in paragraphs. */
export function BodyText({ body, spans, hidden, target, lang }: BodyTextProps) {
  const box = useRef<HTMLDivElement>(null);
  const paragraphs = useMemo(() => {
    const seen: (TagSpan | Target)[] = spans.filter((each) => !hidden.has(each.kind));
    return splitLines(cutBySpans(body, target ? [...seen, target] : seen));
  }, [body, spans, hidden, target]);
  useEffect(() => {
    if (target) box.current?.querySelector(".target")?.scrollIntoView({ block: "center" });
  }, [target]);
  return (
    <div class="body" ref={box} lang={lang === "und" ? undefined : lang}>
      {paragraphs.map((pieces, index) => (
        <p key={index}>
          {pieces.map(({ text, covers }, at) => {
            if (!covers.length) return text;
            const label = covers.map((each) => ("label" in each ? each.label : "")).filter(Boolean);
            return (
              <span
                key={at}
                class={[...new Set(covers.map((each) => each.kind))].join(" ")}
                title={label.join("\n") || undefined}
              >
                {text}
              </span>
            );
          })}
        </p>
      ))}
    </div>
  );
}

type Part = { text: string; covers: readonly (TagSpan | Target)[] };

/** Pieces by lines of the text, without the empty ones. */
function splitLines(pieces: readonly Part[]): Part[][] {
  const lines: Part[][] = [[]];
  for (const { text, covers } of pieces) {
    for (const [index, part] of text.split(/\r?\n/).entries()) {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push({ text: part, covers });
    }
  }
  return lines.filter((line) => line.some((each) => each.text.trim()));
}
