import { useDesk } from "../state/desk.tsx";
import { formatMoment } from "../words/translate.ts";

/** When an article was published, or where no one says, when it was received. */
export function Moment({ at, received }: { at: string | null; received: string }) {
  const { language, say } = useDesk();
  const moment = at ?? received;
  const words = formatMoment(language, moment);
  return (
    <time dateTime={moment} title={moment}>
      {at ? words : say("received", { when: words })}
    </time>
  );
}
