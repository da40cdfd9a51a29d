import assert from "node:assert/strict";
import { test } from "node:test";
import type { ArticlePage } from "../src/api/answers.ts";
import { countKinds, listTagSpans, writeQuantity, writeTime } from "../src/article/tag-spans.ts";
import { frameAround, projectionOf, zoom } from "../src/map/frame.ts";
import { placeLabels } from "../src/map/labels.ts";

const span = (start: number, end: number) => ({ start, end, text: "" });
const place = (name: string, at: ReturnType<typeof span>) => ({
  name,
  path: `云岭省/${name}`,
  country: "CN",
  point: null,
  mentions: [at],
});

test("a place is marked once, as a name or where no name is", () => {
  const article = {
    entities: [{ type: "place", name: "临江", titles: [], mentions: [span(0, 2)] }],
    locations: [place("临江", span(0, 2)), place("我市", span(4, 6))],
    events: [],
    times: [],
    quantities: [],
  } as unknown as ArticlePage;
  const spans = listTagSpans(article, (type) => type);
  assert.deepEqual(
    spans.map(({ start, label }) => [start, label]),
    [
      [0, "临江"],
      [4, "云岭省/我市"],
    ],
  );
  assert.deepEqual([...countKinds(spans)], [["place", 2]]);
});

test("a time is a moment or a stretch, as far as the text says", () => {
  assert.equal(writeTime({ start: "2031-05-04", end: "2031-05-04" }), "2031-05-04");
  assert.equal(
    writeTime({ start: "2031-05-04T09:30", end: "2031-05-05" }),
    "2031-05-04 09:30 – 2031-05-05",
  );
  assert.equal(writeTime({ start: null, end: "2031" }), "2031");
  assert.equal(writeTime({ start: null, end: null }), "");
});

test("a quantity has its number and its unit, if any", () => {
  assert.equal(writeQuantity({ value: 56000, unit: "人" }), "56,000 人");
  assert.equal(writeQuantity({ value: null, unit: null }), "");
});

const size = { width: 800, height: 500 };

test("every place is inside of the first frame, one alone in its middle", () => {
  const places = [
    { lat: 37.9, lon: 112.5 },
    { lat: -33.9, lon: 18.4 },
    { lat: 64.1, lon: -21.9 },
  ];
  const project = projectionOf(frameAround(places, size), size);
  for (const { lat, lon } of places) {
    const [x, y] = project([lon, lat]) ?? [NaN, NaN];
    assert.ok(x >= 39 && x <= 761 && y >= 39 && y <= 461, `${x} ${y}`);
  }
  const alone = projectionOf(frameAround(places.slice(0, 1), size), size)([112.5, 37.9]);
  assert.deepEqual(alone?.map(Math.round), [400, 250]);
});

test("the middle of the map stays where it is when the map comes closer", () => {
  const frame = frameAround(
    [
      { lat: 10, lon: 20 },
      { lat: 30, lon: 60 },
    ],
    size,
  );
  const middle = projectionOf(frame, size).invert?.([400, 250]);
  const closer = projectionOf(zoom(frame, 2, size), size)(middle ?? [0, 0]);
  assert.deepEqual(closer?.map(Math.round), [400, 250]);
});

test("no name covers another; the first one has the room", () => {
  const dot = (x: number, name: string) => ({ x, y: 0, radius: 5, name });
  const placed = placeLabels([dot(0, "临江市"), dot(10, "北屿"), dot(200, "沧浦")], 400);
  assert.deepEqual([...placed.keys()], [0, 2]);
});

test("a name that the edge of the map would cut stands on the other side of its point", () => {
  const dot = (x: number) => ({ x, y: 0, radius: 5, name: "临江市" });
  const placed = placeLabels([dot(380), dot(200), dot(410)], 400);
  assert.deepEqual(
    [...placed],
    [
      [0, { x: 372, anchor: "end" }],
      [1, { x: 208, anchor: "start" }],
    ],
  );
});
