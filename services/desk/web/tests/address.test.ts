import assert from "node:assert/strict";
import { test } from "node:test";
import { dayOf, spanOfBars } from "../src/state/days.ts";
import { EMPTY, readSearch, toggleValue, withoutFacet } from "../src/state/search.ts";
import { readView, writeView, type View } from "../src/state/view.ts";

const read = (address: string): View => {
  const { pathname, search } = new URL(address, "http://desk.example");
  return readView(pathname, search);
};

test("an address that was written is read as the same view", () => {
  const view: View = {
    search: {
      q: '临江 "大桥 & 桥+"',
      filters: { ...EMPTY.filters, person: ["周明远", "a&b=c"], place: ["山西省/太原市"] },
      from: "2031-05-04",
      to: "2031-05-05T09:30:00.999Z",
      sort: "newest",
    },
    article: "0".repeat(32),
    beside: "1".repeat(32),
    layout: "map",
  };
  assert.deepEqual(read(writeView(view)), view);
});

test("the beginning has an address without parameters", () => {
  const beginning: View = { search: EMPTY, article: null, beside: null, layout: "list" };
  assert.equal(writeView(beginning), "/");
  assert.deepEqual(read("/"), beginning);
});

test("what an address says that nobody knows is left out", () => {
  const { search, layout } = read("/?sort=best&view=globe&person=&colour=red&person=a&person=a");
  assert.deepEqual([search.sort, layout, search.filters.person], ["relevance", "list", ["a"]]);
});

test("an article's address may be badly written and is still an article's", () => {
  assert.equal(read("/articles/%E0%A4%A").article, "%E0%A4%A");
  assert.equal(read("/articles/a/b").article, null);
});

test("a value is chosen beside others, and no longer when chosen again", () => {
  const one = toggleValue(EMPTY, "place", "临江");
  const two = toggleValue(one, "place", "北屿");
  assert.deepEqual(two.filters.place, ["临江", "北屿"]);
  assert.deepEqual(toggleValue(two, "place", "临江").filters.place, ["北屿"]);
  assert.deepEqual(withoutFacet(two, "place"), EMPTY);
  assert.deepEqual(readSearch(new URLSearchParams("place=临江")), one);
});

const bar = (start: string, end: string) => ({ start, end, count: 1 });

test("whole days of bars are days of the calendar, both included", () => {
  const first = bar("2031-05-04T00:00:00Z", "2031-05-05T00:00:00Z");
  const last = bar("2031-05-06T00:00:00Z", "2031-05-07T00:00:00Z");
  assert.deepEqual(spanOfBars(first, last), { from: "2031-05-04", to: "2031-05-06" });
  assert.deepEqual(spanOfBars(last, first), spanOfBars(first, last));
});

test("hours of bars end with their last millisecond", () => {
  const hour = bar("2031-05-04T09:00:00Z", "2031-05-04T10:00:00Z");
  assert.deepEqual(spanOfBars(hour, hour), {
    from: "2031-05-04T09:00:00.000Z",
    to: "2031-05-04T09:59:59.999Z",
  });
});

test("a time that counts from now has no day", () => {
  assert.equal(dayOf("now-7d"), "");
  assert.equal(dayOf("2031-05-04T09:30Z"), "2031-05-04");
});
