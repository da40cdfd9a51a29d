import type { MappedPlace } from "../api/answers.ts";

/** Places to be drawn, and what a press on one does. */
export interface MapProps {
  places: readonly MappedPlace[];
  choose: (place: MappedPlace) => void;
}
