import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ArticlePage } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Trouble } from "../parts/trouble.tsx";
import { useDesk } from "../state/desk.tsx";
import { link } from "../state/links.ts";
import { cameFromUs } from "../state/use-view.ts";
import { writeView } from "../state/view.ts";
import { ArticleHead } from "./article-head.tsx";
import { BodyText, type Target } from "./body-text.tsx";
import { Evidence } from "./evidence.tsx";
import { Legend } from "./legend.tsx";
import { Similar } from "./similar.tsx";
import { Story } from "./story.tsx";
import { listTagSpans, type Kind } from "./tag-spans.ts";
import { Versions } from "./versions.tsx";

export function ArticleView({ id }: { id: string }) {
  const { view, go, say } = useDesk();
  const path = `/api/articles/${encodeURIComponent(id)}`;
  const { data, problem, again } = useAnswer<ArticlePage>(path, false);
  const results = { ...view, article: null };
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    window.scrollTo({ top: 0, behavior: "instant" });
    main.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="main" ref={main} tabIndex={-1} class="article" aria-busy={!data && !problem}>
      <p class="back">
        <a
          {...link(writeView(results), () => (cameFromUs() ? history.back() : go(results)))}
          aria-keyshortcuts="Escape"
        >
          ← {say("back")}
        </a>
      </p>
      {problem && <Trouble {...{ problem, again }} />}
      {!data && !problem && <p class="waiting">{say("loadingArticle")}</p>}
      {data && view.beside !== null && <Versions article={data} other={view.beside} />}
      {data && view.beside === null && <Article article={data} />}
    </main>
  );
}

function Article({ article }: { article: ArticlePage }) {
  const { nameValue, say, language } = useDesk();
  const [hidden, setHidden] = useState<ReadonlySet<Kind>>(new Set());
  const [target, setTarget] = useState<Target | null>(null);
  const spans = useMemo(
    () => listTagSpans(article, (type) => nameValue("event_type", type)),
    [article, language],
  );
  useEffect(() => {
    document.title = [article.headline, say("brand")].filter(Boolean).join(" · ");
  }, [article, language]);
  return (
    <div class="columns">
      <article>
        <ArticleHead article={article} />
        {article.status === "withdrawn" && <p class="nothing">{say("withdrawn")}</p>}
        <Legend {...{ spans, hidden, setHidden }} />
        <BodyText {...{ body: article.body, spans, hidden, target, lang: article.language }} />
        {article.captions.map((each, index) => (
          <p class="caption" key={index}>
            <bdi>{[each.text, each.photographer].filter(Boolean).join(" · ")}</bdi>
          </p>
        ))}
      </article>
      <Evidence {...{ article, jump: (span) => setTarget({ ...span, kind: "target" }) }} />
      <div class="below">
        <Story id={article.id} />
        <Similar id={article.id} />
      </div>
    </div>
  );
}
