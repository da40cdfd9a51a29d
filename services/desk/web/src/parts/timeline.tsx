import { useId, useRef, useState } from "preact/hooks";
import type { Bar } from "../api/answers.ts";
import { useDesk, useSearch } from "../state/desk.tsx";
import { dayOf, spanOfBars } from "../state/days.ts";
import { formatDay } from "../words/translate.ts";

const HEIGHT = 48;

/** Bars to drag over, and the same choice as two days to type. */
export function Timeline({ bars }: { bars: readonly Bar[] }) {
  const { say, language } = useDesk();
  const { search, change } = useSearch();
  const [held, setHeld] = useState<[number, number] | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const box = useRef<SVGSVGElement>(null);
  const id = useId();
  const most = Math.max(1, ...bars.map((each) => each.count));

  const barAt = (event: PointerEvent): number => {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    const at = Math.floor(((event.clientX - left) / width) * bars.length);
    return Math.min(bars.length - 1, Math.max(0, at));
  };
  const release = () => {
    const [a, b] = held ?? [];
    const [first, last] = [bars[a ?? -1], bars[b ?? -1]];
    setHeld(null);
    if (first && last) change({ ...search, ...spanOfBars(first, last) });
  };
  const read = bars[over ?? -1];

  return (
    <section class="timeline" aria-labelledby={id}>
      <h2 id={id} class="visually-hidden">
        {say("timeline")}
      </h2>
      {bars.length > 0 && (
        <>
          <svg
            ref={box}
            viewBox={`0 0 ${bars.length} ${HEIGHT}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            onPointerDown={(event) => {
              if (event.button !== 0) return;
              event.currentTarget.setPointerCapture(event.pointerId);
              setHeld([barAt(event), barAt(event)]);
            }}
            onPointerMove={(event) => {
              setOver(barAt(event));
              if (held) setHeld([held[0], barAt(event)]);
            }}
            onPointerUp={release}
            onPointerCancel={() => setHeld(null)}
            onPointerLeave={() => setOver(null)}
          >
            {held && <Brush from={Math.min(...held)} to={Math.max(...held)} />}
            {bars.map((each, index) => (
              <rect
                key={each.start}
                x={index + 0.08}
                width={0.84}
                y={HEIGHT - heightOf(each.count, most)}
                height={heightOf(each.count, most)}
              />
            ))}
          </svg>
          <p class="axis">
            <span>{formatDay(language, bars[0]?.start ?? "")}</span>
            <span class="read">
              {read
                ? `${formatDay(language, read.start)}: ${say("articles", { n: read.count })}`
                : say("timelineHint")}
            </span>
            <span>{formatDay(language, lastInstant(bars))}</span>
          </p>
        </>
      )}
      <p class="days">
        <Day label={say("from")} value={search.from} set={(from) => change({ ...search, from })} />
        <Day label={say("to")} value={search.to} set={(to) => change({ ...search, to })} />
        {(search.from || search.to) && (
          <button
            type="button"
            class="quiet"
            onClick={() => change({ ...search, from: "", to: "" })}
          >
            {say("anyTime")}
          </button>
        )}
      </p>
    </section>
  );
}

function Brush({ from, to }: { from: number; to: number }) {
  return <rect class="brush" x={from} width={to - from + 1} y={0} height={HEIGHT} />;
}

function Day(props: { label: string; value: string; set: (day: string) => void }) {
  return (
    <label>
      {props.label}{" "}
      <input
        type="date"
        value={dayOf(props.value)}
        onChange={(event) => props.set(event.currentTarget.value)}
      />
    </label>
  );
}

// A bar of few articles beside one of thousands is still to be seen.
function heightOf(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
}

function lastInstant(bars: readonly Bar[]): string {
  const end = Date.parse(bars.at(-1)?.end ?? "");
  return Number.isNaN(end) ? "" : dayOf(new Date(end - 1).toISOString());
}
