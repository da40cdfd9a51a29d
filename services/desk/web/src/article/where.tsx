import { useMemo, useState } from "preact/hooks";
import type { Location, MappedPlace } from "../api/answers.ts";
import { LazyMap } from "../map/lazy-map.tsx";
import { useDesk, useSearch } from "../state/desk.tsx";
import { EMPTY, toggleValue } from "../state/search.ts";

/** Which places on earth the names mean, and a map of them for who asks. */
export function Where({ locations }: { locations: readonly Location[] }) {
  const { say } = useDesk();
  const { change } = useSearch();
  const [map, setMap] = useState(false);
  const places = useMemo(() => mapLocations(locations), [locations]);
  if (!locations.length) return null;
  return (
    <>
      <ul class="paths">
        {locations.map((each) => (
          <li key={`${each.name} ${each.path}`}>
            <bdi>{each.name}</bdi> <span class="faint">= {each.path}</span>
          </li>
        ))}
      </ul>
      {places.length > 0 && (
        <button type="button" class="quiet" aria-expanded={map} onClick={() => setMap(!map)}>
          {say("map")} {map ? "▴" : "▾"}
        </button>
      )}
      {map && (
        <LazyMap
          places={places}
          choose={(place) => change(toggleValue(EMPTY, "place", place.path))}
        />
      )}
    </>
  );
}

function mapLocations(locations: readonly Location[]): MappedPlace[] {
  return locations.flatMap(({ name, path, point, mentions }) =>
    point ? [{ name, path, ...point, count: mentions.length }] : [],
  );
}
