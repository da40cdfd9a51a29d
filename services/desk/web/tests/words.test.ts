import assert from "node:assert/strict";
import { test } from "node:test";
import { readProblem } from "../src/api/client.ts";
import { waitBefore } from "../src/api/waits.ts";
import { cutLastWord } from "../src/text/last-word.ts";
import { MESSAGES } from "../src/words/messages.ts";
import { chooseLanguage, formatDay, nameLanguage, translate } from "../src/words/translate.ts";

const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test("every message is there in both languages with the same slots", () => {
  for (const [key, { en, zh }] of Object.entries(MESSAGES)) {
    for (const form of [en, zh].flat()) {
      assert.ok(form.trim(), key);
      assert.deepEqual(slots(form), slots([zh].flat()[0] ?? ""), key);
    }
  }
});

test("one article is one, and several are written as the language writes numbers", () => {
  assert.equal(translate("en", "articles", { n: 1 }), "1 article");
  assert.equal(translate("en", "articles", { n: 12345 }), "12,345 articles");
  assert.equal(translate("zh", "articles", { n: 1 }), "1 篇文章");
});

test("a value that has braces itself is not filled in again", () => {
  assert.equal(translate("en", "removeFilter", { name: "{n}" }), "Remove the filter {n}");
});

test("the interface speaks what was chosen, else what the browser prefers", () => {
  assert.equal(chooseLanguage("zh", ["en"]), "zh");
  assert.equal(chooseLanguage(null, ["zh-TW", "en"]), "zh");
  assert.equal(chooseLanguage("fr", ["fr"]), "en");
});

test("what is no date and no language is shown as it came", () => {
  assert.equal(formatDay("en", "now-7d"), "now-7d");
  assert.equal(formatDay("en", "2031-05-04"), "4 May 2031");
  assert.equal(nameLanguage("en", "zh-Hans"), "Simplified Chinese");
  assert.equal(nameLanguage("en", "no such tag"), "no such tag");
});

test("names are suggested for the word being written, and none inside of a phrase", () => {
  assert.deepEqual(cutLastWord("隔离 太"), { rest: "隔离", last: "太" });
  assert.deepEqual(cutLastWord("太"), { rest: "", last: "太" });
  assert.equal(cutLastWord('"临江 大').last, "");
  assert.equal(cutLastWord("“临江 大").last, "");
  assert.deepEqual(cutLastWord('"临江" 大'), { rest: '"临江"', last: "大" });
  assert.equal(cutLastWord("太 ").last, "");
});

test("a refusal is told in the service's words, and trouble that passes is asked again", () => {
  const json = "application/problem+json";
  const down = readProblem(503, json, '{"title":"Down","detail":"no answer"}');
  assert.deepEqual([down.title, down.detail, down.waits], ["Down", "no answer", true]);
  assert.equal(readProblem(429, json, "{}").waits, true);
  assert.equal(readProblem(422, json, '{"title":"q"}').waits, false);
  assert.equal(readProblem(502, "text/html", "<h1>Bad</h1>").detail, "");
  assert.equal(readProblem(500, json, "{broken").status, 500);
});

test("the page asks again after 1, 2, 4 and 8 seconds, and then every 10", () => {
  assert.deepEqual([0, 1, 2, 3, 4, 50].map(waitBefore), [1e3, 2e3, 4e3, 8e3, 1e4, 1e4]);
});
