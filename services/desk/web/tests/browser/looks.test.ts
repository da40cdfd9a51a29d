import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { BRIDGE, HOSTILE, look, until, VERSIONS } from "./page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core finds that is serious or critical, with the places. */
async function findBarriers(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(AXE);
  const asked = JSON.stringify(rules ? { runOnly: rules } : {});
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${asked})`);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((each) => each.html).join(" | ")}`);
}

const PAGES = ["/?q=临江&person=周明远", BRIDGE, "/?view=map", VERSIONS, "/?q=nothing-at-all"];

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true };
const narrow = { ...phone, locale: "zh-CN" };

/** Opens it as far as there is something to judge. */
async function openWhole(page: Page, open: (address: string) => Promise<void>, address: string) {
  await open(address);
  if (address.includes("map")) await page.locator(".map .land").waitFor();
  if (address === VERSIONS) await page.locator(".versions mark").first().waitFor();
  if (address === BRIDGE) await page.locator(".event-item").first().click();
}

look("axe-core finds no serious barrier", {}, async (page, open) => {
  for (const address of PAGES) {
    await openWhole(page, open, address);
    assert.deepEqual(await findBarriers(page), [], address);
  }
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  assert.deepEqual(await findBarriers(page), [], "help");
});

look("no barrier stands in Chinese and on a narrow screen", narrow, async (page, open) => {
  for (const address of ["/?source=hostile", BRIDGE]) {
    await openWhole(page, open, address);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
    assert.deepEqual(await findBarriers(page), [], address);
  }
});

look("all can be read by night, too", { colorScheme: "dark" }, async (page, open) => {
  for (const address of PAGES.slice(0, 4)) {
    await openWhole(page, open, address);
    assert.deepEqual(await findBarriers(page, ["color-contrast"]), [], address);
  }
});

look("something is painted within 1.5 seconds", {}, async (page, open) => {
  const paints: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await open("/");
    paints.push(
      await page.evaluate(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity,
      ),
    );
  }
  // The quickest: the others tell what else this machine had to do.
  assert.ok(Math.min(...paints) <= 1_500, paints.join(" "));
});

look("nothing is wider than a screen of 360 pixels", phone, async (page, open) => {
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  for (const address of [...PAGES, HOSTILE, "/?source=hostile"]) {
    await openWhole(page, open, address);
    assert.ok((await width()) <= 360, `${address}: ${await width()}`);
  }
  await page.getByText("Export").click();
  assert.ok((await width()) <= 360, `export: ${await width()}`);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  assert.ok((await width()) <= 360, `help: ${await width()}`);
});

look("filters are folded on a narrow screen, and work", phone, async (page, open) => {
  await open("/");
  const source = page.getByRole("checkbox", { name: /hostile/ });
  assert.ok(!(await source.isVisible()));
  await page.getByText("Filters", { exact: true }).click();
  await source.check();
  await page.getByRole("heading", { name: /^1 article / }).waitFor();
});

look("the theme that was chosen is there from the first paint on", {}, async (page, open) => {
  await open("/");
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const byDay = await ground();
  await page.getByRole("button", { name: "Theme: System" }).click();
  await page.getByRole("button", { name: "Theme: Light" }).click();
  await page.getByRole("button", { name: "Theme: Dark" }).waitFor();
  assert.notEqual(await ground(), byDay);
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset["theme"]), "dark");
});

look("the interface speaks Chinese where it is preferred or chosen", {}, async (page, open) => {
  await open(BRIDGE);
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "事件", exact: true }).waitFor();
  await page.reload();
  await until(() => page.evaluate(() => document.documentElement.lang), "zh-Hans");
  await page.getByRole("button", { name: /抗议|集会|示威/ }).waitFor();
});
