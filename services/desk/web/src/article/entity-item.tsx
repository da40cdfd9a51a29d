import type { Entity } from "../api/answers.ts";
import { useDesk, useSearch } from "../state/desk.tsx";
import { link } from "../state/links.ts";
import { EMPTY, toggleValue } from "../state/search.ts";
import { useTurns, type Jump } from "./jump.ts";

/** A name with its offices; pressed again and again it goes from mention to mention. */
export function EntityItem({ entity, jump }: { entity: Entity; jump: Jump }) {
  const { say } = useDesk();
  const { address, change } = useSearch();
  const press = useTurns(entity.mentions, jump);
  const filtered = entity.canonical ?? entity.name;
  const only = toggleValue(EMPTY, entity.type, filtered);
  const titles = entity.titles.map((title) =>
    title.organization ? `${title.organization} ${title.name}` : title.name,
  );
  return (
    <li>
      <button type="button" class={`jump ${entity.type}`} title={say("jump")} onClick={press}>
        <bdi>{entity.name}</bdi>
      </button>{" "}
      <span class="faint" title={say("mentions", { n: entity.mentions.length })}>
        ×{entity.mentions.length}
      </span>{" "}
      <a
        class="find"
        aria-label={say("filterBy", { name: filtered })}
        title={say("filterBy", { name: filtered })}
        {...link(address(only), () => change(only))}
      >
        ⌕
      </a>
      {titles.length > 0 && (
        <p class="faint">
          <bdi>{titles.join("; ")}</bdi>
        </p>
      )}
    </li>
  );
}
