import { useEffect, useRef } from "preact/hooks";
import { useDesk } from "../state/desk.tsx";
import { useRemembered } from "../state/remembered.ts";
import type { MessageKey } from "../words/messages.ts";

const KEYS: readonly (readonly [string, MessageKey])[] = [
  ["/", "keySearch"],
  ["j k", "keyMove"],
  ["Enter", "keyOpen"],
  ["Esc", "keyBack"],
  ["m", "keyMap"],
  ["?", "keyHelp"],
];

export function Help({ close }: { close: () => void }) {
  const { say } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const [keys, setKeys] = useRemembered<"on" | "off">("keys", (held) =>
    held === "off" ? "off" : "on",
  );
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{say("help")}</h2>
      <dl class="keys">
        {KEYS.map(([key, message]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{say(message)}</dd>
          </div>
        ))}
      </dl>
      <p>{say("helpWords")}</p>
      <p>
        {/* Some speak to their computer, and each word would press keys. */}
        <label>
          <input
            type="checkbox"
            checked={keys === "on"}
            onChange={(event) => setKeys(event.currentTarget.checked ? "on" : "off")}
          />
          {say("singleKeys")} <kbd>/</kbd> <kbd>j</kbd> <kbd>k</kbd> <kbd>m</kbd> <kbd>?</kbd>
        </label>
      </p>
      <button type="button" onClick={() => dialog.current?.close()}>
        {say("close")}
      </button>
    </dialog>
  );
}
