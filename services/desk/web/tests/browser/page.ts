// A browser for a file of tests, and a page of the desk for each test. BROWSER names the browser's
// executable, DESK the address of a desk over tests/desk_articles.py.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

// A second or two each, where nothing else runs.
const DEADLINE_MS = 60_000;
const { BROWSER, DESK } = process.env;
let browser: Browser;

before(async () => {
  assert.ok(BROWSER && DESK, "BROWSER and DESK say where to look");
  browser = await chromium.launch({
    executablePath: BROWSER,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
});

after(() => browser?.close());

export interface Options extends BrowserContextOptions {
  /** What the page may say to the console as an error; everything else fails the test. */
  expected?: RegExp;
}

/** A test with a page of its own; it also fails by an error of a script or of the policy. */
export function look(
  name: string,
  options: Options,
  act: (page: Page, open: (address: string) => Promise<void>) => Promise<void>,
): void {
  test(name, { timeout: DEADLINE_MS }, async () => {
    const { expected, ...context } = options;
    const opened = await browser.newContext({
      baseURL: DESK as string,
      locale: "en-GB",
      viewport: { width: 1280, height: 800 },
      ...context,
    });
    const errors: string[] = [];
    const page = await opened.newPage();
    page.setDefaultTimeout(DEADLINE_MS / 3);
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("dialog", (dialog) => {
      errors.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    page.on("request", (request) => {
      if (new URL(request.url()).origin !== DESK && !request.url().startsWith("data:")) {
        errors.push(`asked elsewhere: ${request.url()}`);
      }
    });
    try {
      await act(page, async (address) => {
        await page.goto(address);
        await page.locator("main:not([hidden])[aria-busy=false]").waitFor();
      });
      assert.deepEqual(
        errors.filter((each) => !expected?.test(each)),
        [],
      );
    } finally {
      await opened.close();
    }
  });
}

/** Waits until `read` gives `wanted`; fails with what it gave last. */
export async function until<T>(read: () => Promise<T> | T, wanted: T): Promise<void> {
  const end = Date.now() + DEADLINE_MS / 3;
  for (;;) {
    const given = await read();
    try {
      return assert.deepEqual(given, wanted);
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

export const BRIDGE = `/articles/${"1".padStart(32, "0")}`;
export const HOSTILE = `/articles/${"2".padStart(32, "0")}`;
/** The bridge beside the other article of its story. */
export const VERSIONS = `${BRIDGE}?with=${(33).toString(16).padStart(32, "0")}`;
