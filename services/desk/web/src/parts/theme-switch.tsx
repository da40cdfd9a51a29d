import { useDesk } from "../state/desk.tsx";
import { useRemembered } from "../state/remembered.ts";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const SIGNS: Readonly<Record<Theme, string>> = { system: "◐", light: "☀", dark: "☾" };

/** theme-first.ts puts the remembered one on the page before the first paint. */
export function ThemeSwitch() {
  const { say } = useDesk();
  const [theme, setTheme] = useRemembered<Theme>("theme", (held) =>
    held === "light" || held === "dark" ? held : "system",
  );
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  const name = `${say("theme")}: ${say(theme)}`;
  const change = () => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = next;
  };
  return (
    <button type="button" class="quiet" aria-label={name} title={name} onClick={change}>
      {SIGNS[theme]}
    </button>
  );
}
