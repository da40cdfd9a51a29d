import assert from "node:assert/strict";
import { test } from "node:test";
import { compareSentences, splitSentences } from "../src/text/compare.ts";

test("sentences joined are the text again", () => {
  const text = "“桥修好了。”他说。\nIt opened at 9.30 today. Nobody was hurt! 完";
  assert.deepEqual(splitSentences(text), [
    "“桥修好了。”",
    "他说。",
    "\nIt opened at 9.30 today. ",
    "Nobody was hurt! ",
    "完",
  ]);
  assert.equal(splitSentences(text).join(""), text);
});

test("a sentence is the same in other widths, spaces and quotation marks", () => {
  const [first, second] = compareSentences(
    "大桥长1200米。明日通车。",
    "大桥长１２００米 。 后天通车。",
  );
  assert.deepEqual([first?.shared, second?.shared], [true, false]);
});
