import assert from "node:assert/strict";
import { test } from "node:test";
import { endOfPassage } from "../src/text/passage.ts";
import { cutBySpans } from "../src/text/spans.ts";

const cut = (text: string, ...spans: [number, number][]) =>
  cutBySpans(
    text,
    spans.map(([start, end]) => ({ start, end })),
  ).map((piece) => [piece.text, piece.covers.length]);

test("a character beyond the first plane counts as one", () => {
  assert.deepEqual(cut("😀𠮷临江市长", [2, 4]), [
    ["😀𠮷", 0],
    ["临江", 1],
    ["市长", 0],
  ]);
});

test("spans that overlap and hold each other are all told of each piece", () => {
  assert.deepEqual(cut("abcdef", [0, 4], [2, 6], [2, 3]), [
    ["ab", 1],
    ["c", 3],
    ["d", 2],
    ["ef", 1],
  ]);
});

test("spans that touch are two pieces", () => {
  assert.deepEqual(cut("abcd", [0, 2], [2, 4]), [
    ["ab", 1],
    ["cd", 1],
  ]);
});

test("a span that is empty, turned round or beyond the text covers nothing", () => {
  assert.deepEqual(cut("abc", [1, 1], [2, 1], [2, 9], [-1, 2]), [["abc", 0]]);
});

test("the pieces joined are the text, whatever the spans", () => {
  const text = "昨日，😀临江市长周明远\n宣布 🏳️‍🌈 e\u0301.";
  const length = Array.from(text).length;
  for (let seed = 1; seed < 200; seed += 1) {
    const spans = Array.from({ length: seed % 9 }, (_, index) => {
      const start = (seed * 7 + index * 5) % length;
      return { start, end: Math.min(length, start + ((seed + index) % 6)) };
    });
    const pieces = cutBySpans(text, spans);
    assert.equal(pieces.map((each) => each.text).join(""), text);
    for (const piece of pieces) {
      const end = piece.start + Array.from(piece.text).length;
      const covering = spans.filter((each) => each.start <= piece.start && end <= each.end);
      assert.equal(piece.covers.length, covering.filter((each) => each.start < each.end).length);
    }
  }
});

test("nothing is cut from an empty text", () => assert.deepEqual(cut("", [0, 1]), []));

test("a passage goes on where its sentence has no end", () => {
  assert.equal(endOfPassage("2018年至2026"), "…");
  assert.equal(endOfPassage("桥修好了。"), "");
});
