// Names beside points, so that none covers another: the first in the list are placed first. Pure.

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly name: string;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Label {
  readonly x: number;
  readonly anchor: "start" | "end";
}

const LINE = 14;
const GAP = 3;

/**
 * By the indices of dots where their names stand: to the right of them, or to the left where the
 * edge of a map of this width would cut them. What has no room on its side has no name.
 */
export function placeLabels(dots: readonly Dot[], width: number): Map<number, Label> {
  const taken: Box[] = [];
  const placed = new Map<number, Label>();
  for (const [index, dot] of dots.entries()) {
    if (dot.x < 0 || dot.x > width) continue;
    const length = widthOf(dot.name);
    const right = dot.x + dot.radius + GAP;
    const isCut = right + length > width;
    const x = isCut ? dot.x - dot.radius - GAP : right;
    const left = isCut ? x - length : x;
    const box = { left, right: left + length, top: dot.y - LINE / 2, bottom: dot.y + LINE / 2 };
    if (taken.some((each) => overlaps(each, box))) continue;
    taken.push(box);
    placed.set(index, { x, anchor: isCut ? "end" : "start" });
  }
  return placed;
}

// At 12 px: a Chinese character is as wide as it is high, others about half of that.
function widthOf(name: string): number {
  let width = 0;
  for (const character of name) width += character > "\u2e7f" ? 12 : 6.6;
  return width;
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
