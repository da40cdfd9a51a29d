import type { MappedPlace } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import { LazyMap } from "../map/lazy-map.tsx";
import { useDesk, useSearch } from "../state/desk.tsx";
import { Trouble } from "./trouble.tsx";

export function MapView({ query }: { query: string }) {
  const { say } = useDesk();
  const { toggle } = useSearch();
  const answer = useAnswer<MappedPlace[]>(query ? `/api/places?${query}` : "/api/places");
  const places = answer.data;
  if (answer.problem) return <Trouble {...{ problem: answer.problem, again: answer.again }} />;
  if (!places) return <p class="waiting">{say("loadingMap")}</p>;
  if (!places.length) return <p class="nothing">{say("mapEmpty")}</p>;
  return (
    <>
      <LazyMap places={places} choose={(place) => toggle("place", place.path)} />
      <h3 class="visually-hidden">{say("placesByCount")}</h3>
      <ol class="place-list">
        {places.slice(0, 30).map((place) => (
          <li key={`${place.path} ${place.lat}`}>
            <button type="button" class="tag place" onClick={() => toggle("place", place.path)}>
              <bdi>{place.name}</bdi>
            </button>{" "}
            <span class="count">{place.count}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
