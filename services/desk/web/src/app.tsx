import { useEffect, useRef, useState } from "preact/hooks";
import { ArticleView } from "./article/article-view.tsx";
import { Header } from "./parts/header.tsx";
import { Help } from "./parts/help.tsx";
import { ResultsView } from "./parts/results-view.tsx";
import { useDesk } from "./state/desk.tsx";
import { useKeys } from "./state/keys.ts";

export function App() {
    const { view, language, say } = useDesk();
    const [help, setHelp] = useState(false);
    const scrolled = useRef(0);
    const opened = view.article !== null;
    useKeys({ openHelp: () => setHelp(true) });

    useEffect(() => {
        document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
    }, [language]);
    useEffect(() => {
        if (!opened) document.title = [view.search.q, say("brand")].filter(Boolean).join(" · ");
    }, [opened, view.search.q, language]);
    // The list keeps its place while an article of it is read.
    useEffect(() => {
        if (opened) return;
        window.scrollTo(0, scrolled.current);
        const keep = () => {
            scrolled.current = window.scrollY;
        };
        window.addEventListener("scroll", keep, { passive: true });
        return () => window.removeEventListener("scroll", keep);
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
