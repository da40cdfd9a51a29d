// The view by the address, and the address by the view.

import { useCallback, useEffect, useState } from "preact/hooks";
import { readView, writeView, type View } from "./view.ts";

/** `replace` changes the address without a step that "back" would undo. */
export type Go = (view: View, options?: { replace?: boolean }) => void;

/** Kept with each step in the browser's history: whether one of ours came before it. */
interface Step {
  readonly ours: boolean;
}

export function useView(): [View, Go] {
  const [view, setView] = useState(readLocation);
  useEffect(() => {
    const follow = () => setView(readLocation());
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, []);
  const go = useCallback<Go>((next, options) => {
    const address = writeView(next);
    if (address !== location.pathname + location.search) {
      const step: Step = { ours: options?.replace ? cameFromUs() : true };
      history[options?.replace ? "replaceState" : "pushState"](step, "", address);
    }
    setView(readLocation());
  }, []);
  return [view, go];
}

/** Whether the step before in the history is a view of this page. */
export function cameFromUs(): boolean {
  return (history.state as Step | null)?.ours === true;
}

function readLocation(): View {
  return readView(location.pathname, location.search);
}
