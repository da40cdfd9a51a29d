import { useEffect, useState } from "preact/hooks";
import type { MultiLineString, MultiPolygon, Polygon, FeatureCollection, Feature } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import address from "world-atlas/countries-50m.json";

export interface Outlines {
  land: FeatureCollection | Feature<Polygon | MultiPolygon>;
  borders: MultiLineString;
}

type World = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

/** Coasts and borders of Natural Earth; null until they are there. Points show without them, too. */
export function useOutlines(): Outlines | null {
  const [outlines, setOutlines] = useState<Outlines | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(address, { signal: stop.signal })
      .then((response) => response.json() as Promise<World>)
      .then((world) =>
        setOutlines({
          land: feature(world, world.objects.land),
          borders: mesh(world, world.objects.countries, (a, b) => a !== b),
        }),
      )
      .catch(() => undefined);
    return () => stop.abort();
  }, []);
  return outlines;
}
