import assert from "node:assert/strict";
import { test } from "node:test";
import { parseShown, shown, webAddress } from "../src/text/shown.ts";

test("a character that acts becomes one that is read, and no offset moves", () => {
  const hostile = "a\u202eb\u2066c\u0000d\u009be";
  assert.equal(shown(hostile), "a\ufffdb\ufffdc\ufffdd\ufffde");
  assert.equal(shown("😀\u202e").length, "😀\u202e".length);
});

test("line ends, tabs, emoji with joiners and marks of right-to-left scripts stay", () => {
  const harmless = "a\nb\tc 👩‍🚒 \u200fש";
  assert.equal(shown(harmless), harmless);
});

test("every string of an answer is made fit, at any depth", () => {
  assert.deepEqual(parseShown('{"a":["x\\u202ey",1,null]}'), { a: ["x\ufffdy", 1, null] });
});

test("only addresses of the web become links", () => {
  assert.equal(webAddress("https://news.example/a"), "https://news.example/a");
  for (const url of ["javascript:alert(1)", "data:text/html,x", "/a", "", null, "JaVaScRiPt:1"]) {
    assert.equal(webAddress(url), null);
  }
});
