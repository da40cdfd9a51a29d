import { useEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "../state/desk.tsx";

const FORMATS = ["csv", "ndjson", "ninjs"] as const;

/** The whole result as a file, as a feed, or as a link. */
export function ExportMenu({ query }: { query: string }) {
  const { say } = useDesk();
  const [copied, setCopied] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  const tail = query && `?${query}`;
  useEffect(() => setCopied(false), [query]);
  useEffect(() => {
    const leave = (event: Event) => {
      if (menu.current?.open && !menu.current.contains(event.target as Node)) {
        menu.current.open = false;
      }
    };
    document.addEventListener("click", leave);
    document.addEventListener("focusin", leave);
    return () => {
      document.removeEventListener("click", leave);
      document.removeEventListener("focusin", leave);
    };
  }, []);
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !menu.current?.open) return;
    event.preventDefault();
    menu.current.open = false;
    menu.current.querySelector("summary")?.focus();
  };
  return (
    <details class="menu" ref={menu} onKeyDown={close}>
      <summary>{say("save")}</summary>
      <ul>
        {FORMATS.map((format) => (
          <li key={format}>
            <a href={`/api/export.${format}${tail}`} download={`tidings.${format}`}>
              {format === "ninjs" ? "ninjs" : format.toUpperCase()}
            </a>
          </li>
        ))}
        <li>
          <a href={`/feed.xml${tail}`} type="application/rss+xml">
            {say("feed")}
          </a>
        </li>
        <li>
          <button
            type="button"
            onClick={() =>
              void navigator.clipboard?.writeText(location.href).then(() => setCopied(true))
            }
          >
            <span aria-live="polite">{say(copied ? "copied" : "copyLink")}</span>
          </button>
        </li>
      </ul>
    </details>
  );
}
