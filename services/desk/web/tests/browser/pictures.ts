// Takes the pictures of docs/desk-page.md: DESK is the address of a desk with the articles of
// docs/desk_pictures.py, ACCIDENT and COPY the ids of two versions of one story, FOLDER where to.

import { join } from "node:path";
import { chromium, type BrowserContextOptions, type Page } from "playwright-core";

const { ACCIDENT, BROWSER, COPY, DESK, FOLDER } = process.env;
const browser = await chromium.launch({
  executablePath: BROWSER as string,
  args: ["--no-sandbox", "--disable-background-networking"],
});

async function take(
  name: string,
  address: string,
  options: BrowserContextOptions,
  act?: (page: Page) => Promise<void>,
): Promise<void> {
  const opened = await browser.newContext({
    baseURL: DESK as string,
    timezoneId: "UTC",
    ...options,
  });
  const page = await opened.newPage();
  // Elasticsearch has just started: its first searches take a second and more, and the page says so.
  for (let visit = 0; visit < 15; visit += 1) {
    await page.goto(address);
    await page.locator("main:not([hidden])[aria-busy=false]").waitFor();
  }
  await act?.(page);
  await page.mouse.move(0, 0);
  await page.screenshot({
    path: join(FOLDER as string, `desk-${name}.png`),
    animations: "disabled",
  });
  await opened.close();
}

const day = { locale: "en-GB", viewport: { width: 1080, height: 640 } };
const night = {
  locale: "zh-CN",
  colorScheme: "dark",
  viewport: { width: 960, height: 560 },
} as const;

await take("results", "/?q=临江&from=2031-03-01&to=2031-05-31", day);
await take("article", `/articles/${ACCIDENT}`, night, async (page) => {
  await page.locator(".event-item").first().click();
  await page.locator(".body .target").first().waitFor();
});
await take("versions", `/articles/${ACCIDENT}?with=${COPY}`, day, async (page) => {
  await page.locator(".versions mark").first().waitFor();
});
await browser.close();
