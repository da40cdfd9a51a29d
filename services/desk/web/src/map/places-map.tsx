import { geoPath } from "d3-geo";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { MappedPlace } from "../api/answers.ts";
import { useDesk } from "../state/desk.tsx";
import { frameAround, move, projectionOf, zoom, type Frame } from "./frame.ts";
import { placeLabels, type Dot } from "./labels.ts";
import type { MapProps } from "./map-props.ts";
import { useOutlines } from "./use-outlines.ts";
import { useWidth } from "./use-width.ts";

const LARGEST_RADIUS = 16;
const SMALLEST_RADIUS = 3.5;

/** Places as circles whose area is their number of articles; the list below it is for keyboards. */
export function PlacesMap({ places, choose }: MapProps) {
  const { say } = useDesk();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const size = { width, height: Math.round(Math.min(width * 0.62, 520)) };
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    if (width > 0) setFrame(frameAround(places, size));
  }, [places, width]);
  return (
    <div class="map" ref={box}>
      {frame && width > 0 && (
        <>
          <Drawing
            {...{
              places,
              choose,
              frame,
              size,
              drag: (x, y) => setFrame(move(frame, x, y)),
            }}
          />
          <p class="zoom">
            <button
              type="button"
              aria-label={say("zoomIn")}
              onClick={() => setFrame(zoom(frame, 1.6, size))}
            >
              +
            </button>
            <button
              type="button"
              aria-label={say("zoomOut")}
              onClick={() => setFrame(zoom(frame, 1 / 1.6, size))}
            >
              −
            </button>
            <button type="button" onClick={() => setFrame(frameAround(places, size))}>
              {say("fit")}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

interface DrawingProps extends MapProps {
  frame: Frame;
  size: { width: number; height: number };
  drag: (x: number, y: number) => void;
}

function Drawing({ places, choose, frame, size, drag }: DrawingProps) {
  const { say } = useDesk();
  const outlines = useOutlines();
  const held = useRef(false);
  const projection = useMemo(() => projectionOf(frame, size), [frame, size.width, size.height]);
  const path = geoPath(projection).digits(1);
  const [land, borders] = useMemo(
    () => (outlines ? [path(outlines.land), path(outlines.borders)] : [null, null]),
    [outlines, projection],
  );
  const dots = useMemo(() => placeDots(places, projection), [places, projection]);
  const labelled = placeLabels(dots, size.width);
  return (
    <svg
      width={size.width}
      height={size.height}
      role="img"
      aria-label={say("mapOf")}
      onPointerDown={() => (held.current = true)}
      onPointerUp={() => (held.current = false)}
      onPointerLeave={() => (held.current = false)}
      onPointerMove={(event) => {
        if (held.current && event.buttons === 1) drag(event.movementX, event.movementY);
      }}
    >
      {land && <path class="land" d={land} />}
      {borders && <path class="borders" d={borders} />}
      {dots.map((dot) => (
        <circle
          key={`${dot.place.path} ${dot.place.lat}`}
          cx={dot.x}
          cy={dot.y}
          r={dot.radius}
          onClick={() => choose(dot.place)}
        >
          <title>{`${dot.place.path || dot.name}: ${say("articles", { n: dot.place.count })}`}</title>
        </circle>
      ))}
      {dots.map((dot, index) => {
        const label = labelled.get(index);
        return (
          label && (
            <text
              key={`${dot.place.path} ${dot.place.lat}`}
              x={label.x}
              y={dot.y + 4}
              text-anchor={label.anchor}
            >
              {dot.name}
            </text>
          )
        );
      })}
    </svg>
  );
}

/** The most articles first: drawn below smaller circles, and first to get a name. */
function placeDots(
  places: readonly MappedPlace[],
  projection: ReturnType<typeof projectionOf>,
): (Dot & { place: MappedPlace })[] {
  const most = Math.max(1, ...places.map((each) => each.count));
  return [...places]
    .sort((a, b) => b.count - a.count)
    .flatMap((place) => {
      const at = projection([place.lon, place.lat]);
      if (!at) return [];
      const radius = Math.max(SMALLEST_RADIUS, Math.sqrt(place.count / most) * LARGEST_RADIUS);
      return [{ x: at[0], y: at[1], radius, name: place.name, place }];
    });
}
