import { useDesk } from "../state/desk.tsx";
import type { MessageKey } from "../words/messages.ts";
import { countKinds, KINDS, type Kind, type TagSpan } from "./tag-spans.ts";

export const KIND_NAMES: Readonly<Record<Kind, MessageKey>> = {
  person: "people",
  organization: "organizations",
  place: "places",
  event: "events",
  time: "times",
  quantity: "quantities",
};

/** What each underline means, and a switch for each. */
export function Legend(props: {
  spans: readonly TagSpan[];
  hidden: ReadonlySet<Kind>;
  setHidden: (hidden: ReadonlySet<Kind>) => void;
}) {
  const { say } = useDesk();
  const counts = countKinds(props.spans);
  if (!counts.size) return null;
  const toggle = (kind: Kind) => {
    const next = new Set(props.hidden);
    if (!next.delete(kind)) next.add(kind);
    props.setHidden(next);
  };
  return (
    <div class="legend" role="group" aria-label={say("underline")}>
      {KINDS.filter((kind) => counts.has(kind)).map((kind) => (
        <button
          key={kind}
          type="button"
          class={kind}
          aria-pressed={!props.hidden.has(kind)}
          onClick={() => toggle(kind)}
        >
          <span class="sample">{say(KIND_NAMES[kind])}</span> {counts.get(kind)}
        </button>
      ))}
    </div>
  );
}
