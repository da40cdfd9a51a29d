import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ArticleView } from "./article/article-view.tsx";
import { Header } from "./parts/header.tsx";
import { Help } from "./parts/help.tsx";
import { ResultsView } from "./parts/results-view.tsx";
import { useDesk } from "./state/desk.tsx";
import { useKeys } from "./state/keys.ts";

export function App() {
  const { view, language, say } = useDesk();
  const [help, setHelp] = useState(false);
  const place = useRef<{ top: number; focused: Element | null }>({ top: 0, focused: null });
  const opened = view.article !== null;
  useKeys({ openHelp: () => setHelp(true) });

  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  }, [language]);
  useEffect(() => {
    if (!opened) document.title = [view.search.q, say("brand")].filter(Boolean).join(" · ");
  }, [opened, view.search.q, language]);
  // The list keeps its place while an article of it is read. Before the next paint: a page that is
  // shorter scrolls by itself then, and that is not to be kept.
  useLayoutEffect(() => {
    if (opened) return;
    window.scrollTo({ top: place.current.top, behavior: "instant" });
    if (place.current.focused instanceof HTMLElement) {
      place.current.focused.focus({ preventScroll: true });
    }
    const keepTop = () => {
      place.current.top = window.scrollY;
    };
    const keepFocus = (event: FocusEvent) => {
      const target = event.target as Element;
      // The article that opens takes the focus before this is told.
      if (target.closest(".results")) place.current.focused = target;
    };
    window.addEventListener("scroll", keepTop, { passive: true });
    document.addEventListener("focusin", keepFocus);
    return () => {
      window.removeEventListener("scroll", keepTop);
      document.removeEventListener("focusin", keepFocus);
    };
  }, [opened]);

  return (
    <>
      <a class="skip" href="#main">
        {say("skip")}
      </a>
      <Header openHelp={() => setHelp(true)} />
      <ResultsView hidden={opened} />
      {view.article !== null && <ArticleView key={view.article} id={view.article} />}
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}
