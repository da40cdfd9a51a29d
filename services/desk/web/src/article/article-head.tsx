import type { ArticlePage } from "../api/answers.ts";
import { Moment } from "../parts/moment.tsx";
import { Tag } from "../parts/tag.tsx";
import { useDesk } from "../state/desk.tsx";
import { webAddress } from "../text/shown.ts";

export function ArticleHead({ article }: { article: ArticlePage }) {
  const { say, nameValue } = useDesk();
  const url = webAddress(article.url);
  const lang = article.language === "und" ? undefined : article.language;
  return (
    <header lang={lang}>
      {article.kicker && (
        <p class="kicker">
          <bdi>{article.kicker}</bdi>
        </p>
      )}
      <h1>
        <bdi>{article.headline ?? say("untitled")}</bdi>
      </h1>
      {article.subhead && (
        <p class="subhead">
          <bdi>{article.subhead}</bdi>
        </p>
      )}
      <p class="origin">
        <bdi>{article.source}</bdi>
        {article.byline.length > 0 && <bdi>{article.byline.join(", ")}</bdi>}
        {article.dateline && <bdi>{article.dateline}</bdi>}
        <Moment at={article.published_at} received={article.received_at} />
        <span>{nameValue("language", article.language)}</span>
        {url && (
          <a href={url} rel="noreferrer noopener" target="_blank">
            {say("original")} ↗
          </a>
        )}
      </p>
      {article.topics.length > 0 && (
        <p class="tags">
          {article.topics.map((topic) => (
            <Tag key={topic.code} facet="topic" value={topic.en} />
          ))}
        </p>
      )}
    </header>
  );
}
