import assert from "node:assert/strict";
import { look, until } from "./page.ts";

look("a whole search goes without a mouse", {}, async (page, open) => {
  await open("/");
  await page.keyboard.press("/");
  await page.keyboard.type("周");
  const list = page.getByRole("listbox", { name: "Suggestions" });
  await list.getByRole("option", { name: /周明远/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  const box = page.getByRole("combobox", { name: "Search" });
  assert.equal(await box.getAttribute("aria-activedescendant"), "suggestion-0");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /^2 articles/ }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("person"), "周明远");
  await page.keyboard.press("Escape");

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  const first = page.locator(".card h3 a").first();
  await until(() => first.evaluate((each) => each === document.activeElement), true);
  await page.keyboard.press("Enter");
  await page.locator("article h1").waitFor();
  await page.keyboard.press("j");
  await page.locator(".body .target").first().waitFor();
  await page.keyboard.press("Escape");
  await until(() => first.evaluate((each) => each === document.activeElement), true);
});

look("keys type where somebody types, and act nowhere when turned off", {}, async (page, open) => {
  await open("/");
  const box = page.getByRole("combobox", { name: "Search" });
  await box.focus();
  await page.keyboard.type("j?/");
  assert.equal(await box.inputValue(), "j?/");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  const help = page.getByRole("dialog");
  await help.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await until(() => help.count(), 0);
  await page.keyboard.press("/");
  assert.ok(!(await box.evaluate((each) => each === document.activeElement)));
});

look("escape closes suggestions first and keeps the words", {}, async (page, open) => {
  await open("/");
  await page.keyboard.press("/");
  await page.keyboard.type("临");
  const suggestions = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await suggestions.first().waitFor();
  await page.keyboard.press("Escape");
  await until(() => suggestions.count(), 0);
  assert.equal(await page.getByRole("combobox", { name: "Search" }).inputValue(), "临");
});
