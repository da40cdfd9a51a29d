import { EMPTY } from "../state/search.ts";
import { useDesk, useSearch } from "../state/desk.tsx";
import { link } from "../state/links.ts";
import { SearchBox } from "./search-box.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

export function Header({ openHelp }: { openHelp: () => void }) {
  const { say, language, setLanguage, view, go } = useDesk();
  const { address } = useSearch();
  const home = () => go({ search: EMPTY, article: null, beside: null, layout: view.layout });
  return (
    <header class="top">
      <a class="brand" {...link(address(EMPTY), home)}>
        {say("brand")}
      </a>
      <SearchBox />
      <div class="switches">
        <button
          type="button"
          class="quiet"
          lang={language === "en" ? "zh-Hans" : "en"}
          onClick={() => setLanguage(language === "en" ? "zh" : "en")}
        >
          {say("otherLanguage")}
        </button>
        <ThemeSwitch />
        <button
          type="button"
          class="quiet"
          aria-label={say("help")}
          title={say("help")}
          onClick={openHelp}
        >
          ?
        </button>
      </div>
    </header>
  );
}
