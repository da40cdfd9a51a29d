import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { look, until } from "./page.ts";

const query = (url: string) => Object.fromEntries(new URL(url).searchParams);

look("words find articles and are marked in them", {}, async (page, open) => {
  await open("/");
  await page.getByRole("combobox", { name: "Search" }).fill("临江大桥");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^3 articles/ }).waitFor();
  await until(() => query(page.url()), { q: "临江大桥" });
  assert.equal(await page.locator(".card h3 mark").first().innerText(), "临江大桥");
});

look("filters hold together, and back takes each away again", {}, async (page, open) => {
  await open("/");
  const facet = (name: string) => page.getByRole("group", { name, exact: true });
  await facet("Source")
    .getByRole("checkbox", { name: /临江日报/ })
    .check();
  await page.getByRole("heading", { name: /^1 article / }).waitFor();
  await facet("Source")
    .getByRole("checkbox", { name: /hostile/ })
    .check();
  await page.getByRole("heading", { name: /^2 articles/ }).waitFor();
  await facet("Event")
    .getByRole("checkbox", { name: /Protest/ })
    .check();
  assert.equal(new URL(page.url()).search.match(/source=/g)?.length, 2);
  await page.goBack();
  await page.goBack();
  await page.getByRole("heading", { name: /^1 article / }).waitFor();
  assert.ok(
    await facet("Source")
      .getByRole("checkbox", { name: /临江日报/ })
      .isChecked(),
  );
});

look("dragging over the bars chooses days", {}, async (page, open) => {
  await open("/");
  await page.getByRole("heading", { name: /^33 articles/ }).waitFor();
  const box = await page.locator(".timeline svg").boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width - 5, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - box.width / 4, box.y + 20, { steps: 4 });
  await page.locator(".brush").waitFor();
  await page.mouse.up();
  await page.getByRole("button", { name: /Remove the filter since/ }).waitFor();
  const { from, to } = query(page.url());
  assert.ok(from && to && from < to && to <= "2031-05-04", `${from} ${to}`);
  await page.getByRole("heading", { name: /^([1-9]|[12][0-9]) articles/ }).waitFor();
});

look("days can be typed instead of dragged", {}, async (page, open) => {
  await open("/");
  await page.getByLabel("From").fill("2031-05-01");
  await page.getByRole("heading", { name: /^3 articles/ }).waitFor();
});

look("an address is a saved search", {}, async (page, open) => {
  await open("/?q=rain&source=hill-post&sort=oldest");
  await page.getByRole("heading", { name: /^30 articles/ }).waitFor();
  assert.equal(await page.locator(".card h3").first().innerText(), "Weather report 32");
  assert.equal(await page.getByRole("combobox", { name: "Search" }).inputValue(), "rain");
  await page.getByRole("button", { name: "Show more" }).click();
  await until(() => page.locator(".card").count(), 30);
});

look("a result is saved as CSV and followed as RSS", {}, async (page, open) => {
  await open("/?source=hostile");
  await page.getByText("Export").click();
  const feed = page.getByRole("link", { name: /RSS/ });
  assert.equal(await feed.getAttribute("href"), "/feed.xml?source=hostile");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV" }).click(),
  ]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\n");
  assert.ok(
    lines.some((line) => line.includes("hostile")),
    lines[0],
  );
  assert.ok(!lines.some((line) => line.includes("hill-post")));
});

look("nothing found says what to loosen", {}, async (page, open) => {
  await open("/?q=%22临江+桥梁%22&person=周明远&from=2031-05-01");
  await page.getByRole("heading", { name: "No article has all of this" }).waitFor();
  const loosened = await page.locator(".nothing button").allInnerTexts();
  assert.deepEqual(loosened, [
    "Search without quotation marks",
    "Person: 周明远 ×",
    "At any time",
    "Search without words",
  ]);
  await page.getByRole("button", { name: "Search without words" }).click();
  await page.getByRole("heading", { name: /^2 articles/ }).waitFor();
});

look("places of a result stand on a map, and one of them filters", {}, async (page, open) => {
  await open("/?view=map");
  await page.locator(".map .land").waitFor();
  await page.locator(".map circle").first().click();
  await page.getByRole("button", { name: /Remove the filter .*临江市/ }).waitFor();
});
