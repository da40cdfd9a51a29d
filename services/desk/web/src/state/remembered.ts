// Small choices kept in the browser: language, theme, keys. Without storage they last for the page.

import { useCallback, useState } from "preact/hooks";

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`tidings.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`tidings.${name}`, value);
  } catch {
    // A browser that keeps nothing for us still shows the page.
  }
}

export function useRemembered<T extends string>(
  name: string,
  read: (held: string | null) => T,
): [T, (value: T) => void] {
  const [value, setValue] = useState(() => read(recall(name)));
  const change = useCallback(
    (next: T) => {
      remember(name, next);
      setValue(next);
    },
    [name],
  );
  return [value, change];
}
