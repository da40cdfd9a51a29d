import assert from "node:assert/strict";
import { BRIDGE, HOSTILE, look, until } from "./page.ts";

look("every mention is underlined where it stands, after an emoji too", {}, async (page, open) => {
  await open(BRIDGE);
  const marked = (kind: string) => page.locator(`.body .${kind}`).allInnerTexts();
  assert.deepEqual(await marked("person"), ["周明远"]);
  assert.deepEqual(await marked("organization"), ["临江市水务局"]);
  assert.deepEqual(await marked("place"), ["临江大桥", "渡口镇"]);
  assert.deepEqual(await marked("event"), ["通车", "集会"]);
  assert.deepEqual(await marked("time"), ["12月1日"]);
  assert.deepEqual(await marked("quantity"), ["1200米"]);
  assert.match(await page.locator(".evidence").innerText(), /临江市水务局 局长/);
  assert.match(await page.locator(".evidence").innerText(), /2031-12-01/);
});

look("a kind of tag can be left without its line", {}, async (page, open) => {
  await open(BRIDGE);
  await page.getByRole("button", { name: /^Places/ }).click();
  await until(() => page.locator(".body .place").count(), 0);
});

look(
  "an event jumps to its sentence",
  { viewport: { width: 800, height: 400 } },
  async (page, open) => {
    await open(BRIDGE);
    await page.getByRole("button", { name: /Protest/ }).click();
    await until(
      async () => (await page.locator(".body .target").allInnerTexts()).join(""),
      "渡口镇居民举行集会，要求降低过桥费。",
    );
    const inView = () =>
      page
        .locator(".body .target")
        .first()
        .evaluate((each) => {
          const { top, bottom } = each.getBoundingClientRect();
          return top > 0 && bottom < window.innerHeight;
        });
    await until(inView, true);
  },
);

look("opening and going back finds the list where it was", {}, async (page, open) => {
  await open("/?source=hill-post");
  const card = page.getByRole("link", { name: "Weather report 15" });
  await card.scrollIntoViewIfNeeded();
  const top = await page.evaluate(() => window.scrollY);
  assert.ok(top > 0);
  await card.click();
  await page.getByRole("heading", { level: 1, name: "Weather report 15" }).waitFor();
  await page.goBack();
  await until(() => page.evaluate(() => window.scrollY), top);
  await until(() => page.evaluate(() => document.activeElement?.textContent), "Weather report 15");
});

look("a name leads to the articles that have it", {}, async (page, open) => {
  await open(BRIDGE);
  await page.getByRole("link", { name: "Articles with 周明远" }).click();
  await page.getByRole("heading", { name: /^2 articles/ }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("person"), "周明远");
});

look("articles like it are below it", {}, async (page, open) => {
  await open(`/articles/${"5".padStart(32, "0")}`);
  await page.locator(".similar .card").first().waitFor();
});

look("two versions of a story stand side by side", {}, async (page, open) => {
  await open(BRIDGE);
  const story = page.getByRole("region", { name: "The same story" });
  await story.getByRole("link", { name: "Side by side" }).click();
  await until(
    () => page.locator(".versions mark").allInnerTexts(),
    ["大桥全长1200米。", "渡口镇居民举行集会，要求降低过桥费。", "市民可步行过桥。"],
  );
  await page.goBack();
  await story.getByRole("link", { name: "All 2 of the story" }).click();
  await page.getByRole("heading", { name: /^2 articles/ }).waitFor();
});

look("a hostile headline is only read", {}, async (page, open) => {
  await open("/?source=hostile");
  const headline = await page.locator(".card h3").innerText();
  assert.ok(headline.includes("<img src=x onerror=alert(1)>"), headline);
  assert.ok(!/[\u202a-\u202e]/.test(headline));
  await open(HOSTILE);
  assert.ok((await page.locator("h1").last().innerText()).includes("<script>alert(2)</script>"));
  assert.equal(await page.locator("img, #page script").count(), 0);
  assert.ok(!/[\u202a-\u202e]/.test(await page.title()));
});
