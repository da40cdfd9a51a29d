import { useRef } from "preact/hooks";

/** Whether it was shown at any time: an article opened by its address asks for no list behind it. */
export function useShownOnce(shown: boolean): boolean {
  const once = useRef(false);
  once.current ||= shown;
  return once.current;
}
