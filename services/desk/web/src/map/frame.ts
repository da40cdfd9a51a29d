// Which part of the world a map shows: the scale and translation of a Mercator projection. Pure.

import { geoMercator, type GeoProjection } from "d3-geo";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Frame {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

interface Point {
  readonly lat: number;
  readonly lon: number;
}

// The outlines are drawn for 1 : 50 million; closer than a province they are a scribble.
const LARGEST_SCALE = 6_000;
const MARGIN = 40;

export function projectionOf(frame: Frame, { width, height }: Size): GeoProjection {
  return geoMercator()
    .scale(frame.scale)
    .translate([frame.x, frame.y])
    .clipExtent([
      [0, 0],
      [width, height],
    ]);
}

/** The frame in which all points are to be seen, none nearer to the edge than a margin. */
export function frameAround(points: readonly Point[], size: Size): Frame {
  const { width, height } = size;
  const inner: [[number, number], [number, number]] = [
    [MARGIN, MARGIN],
    [width - MARGIN, height - MARGIN],
  ];
  const coordinates = points.map(({ lat, lon }): [number, number] => [lon, lat]);
  const projection = geoMercator().fitExtent(inner, { type: "MultiPoint", coordinates });
  const fitted: Frame = {
    // One point alone has no extent, and fits at any scale.
    scale: Math.min(projection.scale(), LARGEST_SCALE),
    x: projection.translate()[0],
    y: projection.translate()[1],
  };
  return fitted.scale < LARGEST_SCALE
    ? fitted
    : centreOn(middleOf(points), LARGEST_SCALE / 3, size);
}

/** The frame `factor` times closer, with the middle of the map where it was. */
export function zoom(frame: Frame, factor: number, { width, height }: Size): Frame {
  const smallest = width / (2 * Math.PI) / 2;
  const scale = Math.min(Math.max(frame.scale * factor, smallest), LARGEST_SCALE);
  const by = scale / frame.scale;
  return {
    scale,
    x: width / 2 + (frame.x - width / 2) * by,
    y: height / 2 + (frame.y - height / 2) * by,
  };
}

export function move(frame: Frame, x: number, y: number): Frame {
  return { ...frame, x: frame.x + x, y: frame.y + y };
}

function centreOn({ lat, lon }: Point, scale: number, { width, height }: Size): Frame {
  const at = geoMercator().scale(scale).translate([0, 0])([lon, lat]) ?? [0, 0];
  return { scale, x: width / 2 - at[0], y: height / 2 - at[1] };
}

function middleOf(points: readonly Point[]): Point {
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return {
    lat: middle(points.map((each) => each.lat)),
    lon: middle(points.map((each) => each.lon)),
  };
}
