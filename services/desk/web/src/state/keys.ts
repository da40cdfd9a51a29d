// Keys that act alone. Each of them moves the focus or presses what is on the page, so that whatever
// the keys do can be done without them.

import { useEffect } from "preact/hooks";
import { useDesk } from "./desk.tsx";
import { recall } from "./remembered.ts";
import { cameFromUs } from "./use-view.ts";

/** What j and k step through: headlines of a list, or events of an article. */
export const STEP = "data-step";

export function singleKeysAct(): boolean {
  return recall("keys") !== "off";
}

export function useKeys({ openHelp }: { openHelp: () => void }): void {
  const { view, go } = useDesk();
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog")) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") {
        if (isTyping(event.target)) (event.target as HTMLElement).blur();
        else if (view.article !== null) {
          if (cameFromUs()) history.back();
          else go({ ...view, article: null });
        }
        return;
      }
      if (isTyping(event.target) || !singleKeysAct()) return;
      const action = {
        "/": () => document.getElementById("words")?.focus(),
        j: () => step(1),
        k: () => step(-1),
        m: () => go({ ...view, article: null, layout: view.layout === "map" ? "list" : "map" }),
        "?": openHelp,
      }[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", act);
    return () => document.removeEventListener("keydown", act);
  }, [view, go, openHelp]);
}

function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(`main:not([hidden]) [${STEP}]`)];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
  if (next?.getAttribute(STEP) === "press") next.click();
  else next?.scrollIntoView({ block: "nearest" });
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]")
  );
}
