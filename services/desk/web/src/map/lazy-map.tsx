import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useDesk } from "../state/desk.tsx";
import type { MapProps } from "./map-props.ts";

/** The map's code and outlines are fetched when somebody looks at one. */
export function LazyMap(props: MapProps) {
  const { say } = useDesk();
  const [drawn, setDrawn] = useState<{ PlacesMap: FunctionComponent<MapProps> } | null>(null);
  useEffect(() => {
    let here = true;
    void import("./places-map.tsx").then((module) => here && setDrawn(module));
    return () => {
      here = false;
    };
  }, []);
  return drawn ? <drawn.PlacesMap {...props} /> : <p class="waiting">{say("loadingMap")}</p>;
}
