import type { ArticlePage } from "../api/answers.ts";
import { useAnswer } from "../api/use-answer.ts";
import { Moment } from "../parts/moment.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { useDesk } from "../state/desk.tsx";
import { link } from "../state/links.ts";
import { writeView } from "../state/view.ts";
import { compareSentences } from "../text/compare.ts";

/** Two versions of a story side by side. */
export function Versions({ article, other }: { article: ArticlePage; other: string }) {
  const { view, go, say } = useDesk();
  const path = `/api/articles/${encodeURIComponent(other)}`;
  const { data, problem, again } = useAnswer<ArticlePage>(path, false);
  const alone = { ...view, beside: null };
  return (
    <>
      <h1 class="visually-hidden">{say("compare")}</h1>
      <p class="back">
        <a {...link(writeView(alone), () => go(alone))}>{say("alone")}</a>{" "}
        <span class="faint">{say("compareHint")}</span>
      </p>
      {problem && <Trouble {...{ problem, again }} />}
      {!data && !problem && <p class="waiting">{say("loadingArticle")}</p>}
      {data && (
        <div class="versions">
          <Version article={article} beside={data} />
          <Version article={data} beside={article} />
        </div>
      )}
    </>
  );
}

function Version({ article, beside }: { article: ArticlePage; beside: ArticlePage }) {
  const { say } = useDesk();
  return (
    <article lang={article.language === "und" ? undefined : article.language}>
      <h2>
        <bdi>{article.headline ?? say("untitled")}</bdi>
      </h2>
      <p class="origin">
        <bdi>{article.source}</bdi>
        <Moment at={article.published_at} received={article.received_at} />
      </p>
      <div class="body">
        {article.body
          .split(/\r?\n/)
          .filter((line) => line.trim())
          .map((line, index) => (
            <p key={index}>
              {compareSentences(line, beside.body).map(({ text, shared }, at) =>
                shared ? text : <mark key={at}>{text}</mark>,
              )}
            </p>
          ))}
      </div>
    </article>
  );
}
