import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The width of an element in CSS pixels, followed as it changes; 0 until it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    watch.observe(element.current);
    return () => watch.disconnect();
  }, []);
  return width;
}
