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

const LINE = 14;

/** The indices of dots whose name has room to the right of them. */
export function placeLabels(dots: readonly Dot[]): Set<number> {
  const taken: Box[] = [];
  const placed = new Set<number>();
  for (const [index, dot] of dots.entries()) {
    const left = dot.x + dot.radius + 3;
    const box = {
      left,
      right: left + widthOf(dot.name),
      top: dot.y - LINE / 2,
      bottom: dot.y + LINE / 2,
    };
    if (taken.some((each) => overlaps(each, box))) continue;
    taken.push(box);
    placed.add(index);
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
