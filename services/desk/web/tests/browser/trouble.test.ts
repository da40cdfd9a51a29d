import assert from "node:assert/strict";
import { look, until } from "./page.ts";

const DOWN = {
  status: 503,
  contentType: "application/problem+json",
  headers: { "retry-after": "5" },
  body: JSON.stringify({ title: "Elasticsearch", detail: "it does not answer", status: 503 }),
};
const failing = { expected: /Failed to load resource/ };

look("a search that is down says so and comes back by itself", failing, async (page, open) => {
  let down = true;
  await page.route("**/api/search*", (route) => (down ? route.fulfill(DOWN) : route.continue()));
  await open("/");
  const alert = page.getByRole("alert");
  assert.match(
    await alert.innerText(),
    /is not answering[^]*it does not answer[^]*again by itself/,
  );
  down = false;
  await page.getByRole("heading", { name: /^33 articles/ }).waitFor();
  await until(() => alert.count(), 0);
});

look("what was found before stays while the search is down", failing, async (page, open) => {
  await open("/?source=hostile");
  await page.route("**/api/search*", (route) => route.fulfill(DOWN));
  await page.getByRole("combobox", { name: "Search" }).fill("rain");
  await page.keyboard.press("Enter");
  assert.match(await page.getByRole("alert").innerText(), /from before/);
  assert.equal(await page.locator(".card").count(), 1);
});

look("a desk that is gone is another trouble than a search", failing, async (page, open) => {
  await open("/");
  await page.route("**/api/search*", (route) => route.abort("connectionrefused"));
  await page.getByLabel("Order").selectOption("newest");
  assert.match(await page.getByRole("alert").innerText(), /cannot be reached/);
});

look("a refusal is told in its own words and not repeated", failing, async (page, open) => {
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.url().includes("/api/search"))));
  await open("/?from=yesterday");
  assert.match(await page.getByRole("alert").innerText(), /from[^]*422/);
  assert.equal(asked, 1);
});

look("an article that is not there is not there", failing, async (page, open) => {
  await open(`/articles/${"f".repeat(32)}`);
  await page.getByRole("heading", { name: "There is no such article" }).waitFor();
  await page.getByRole("link", { name: /Back to the results/ }).click();
  await page.getByRole("heading", { name: /^33 articles/ }).waitFor();
});
