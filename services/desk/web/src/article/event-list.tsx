import { useState } from "preact/hooks";
import type { EventTag } from "../api/answers.ts";
import { useDesk } from "../state/desk.tsx";
import { STEP } from "../state/keys.ts";
import type { MessageKey } from "../words/messages.ts";
import type { Jump } from "./jump.ts";
import { writeTime } from "./tag-spans.ts";

/** What happened, by the codebook; each jumps to the sentence that says so. */
export function EventList({ events, jump }: { events: readonly EventTag[]; jump: Jump }) {
  const { say, nameValue } = useDesk();
  const [current, setCurrent] = useState(-1);
  return (
    <ol class="events">
      {events.map((event, index) => (
        <li key={index}>
          <button
            type="button"
            class="event-item"
            {...{ [STEP]: "press" }}
            aria-current={current === index ? "true" : undefined}
            onClick={() => {
              setCurrent(index);
              jump(event.sentence);
            }}
          >
            <span class="event-type">{nameValue("event_type", event.type)}</span>{" "}
            <span class={`status ${event.status}`}>{say(event.status)}</span>
            <span class="faint confidence">
              {say("confidence", { n: Math.round(event.confidence * 100) })}
            </span>
            <Roles event={event} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Roles({ event }: { event: EventTag }) {
  const { say } = useDesk();
  const roles: [MessageKey, string][] = [
    ["who", event.actors.join(", ")],
    ["toWhom", event.targets.join(", ")],
    ["where", event.place ?? ""],
    ["when", event.time?.span.text ?? ""],
  ];
  return (
    <span class="roles">
      {roles
        .filter(([, words]) => words)
        .map(([role, words]) => (
          <span key={role}>
            <span class="faint">{say(role)}</span> <bdi>{words}</bdi>
            {role === "when" && event.time && (
              <span class="faint value"> = {writeTime(event.time)}</span>
            )}
          </span>
        ))}
    </span>
  );
}
