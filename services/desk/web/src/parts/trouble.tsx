import type { Problem } from "../api/client.ts";
import { useDesk } from "../state/desk.tsx";
import type { MessageKey } from "../words/messages.ts";

/** What went wrong, in whose words, and what happens next. */
export function Trouble(props: { problem: Problem; again: () => void; stale?: boolean }) {
  const { say } = useDesk();
  const { problem } = props;
  return (
    <div class="trouble" role="alert">
      <h2>{say(headingOf(problem.status))}</h2>
      <p>
        {problem.detail || problem.title}
        {problem.status > 0 && <span class="faint"> ({problem.status})</span>}
      </p>
      {problem.waits && (
        <p>
          {say("retrying")} {props.stale && say("stale")}
        </p>
      )}
      {(problem.waits || problem.status >= 500) && (
        <button type="button" onClick={props.again}>
          {say("retryNow")}
        </button>
      )}
    </div>
  );
}

function headingOf(status: number): MessageKey {
  if (status === 0) return "offline";
  if (status === 404) return "missing";
  if (status === 429 || status === 502 || status === 503 || status === 504) return "down";
  return status < 500 ? "refused" : "broken";
}
