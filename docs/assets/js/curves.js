// Geometry of curves: numbers in, path strings and points out.

const text = (number) => String(Math.round(number * 10) / 10);

/** The straight map that takes [from, to] to [start, end]. */
export function scale([from, to], [start, end]) {
  const map = (value) => start + ((value - from) / (to - from)) * (end - start);
  map.back = (place) => from + ((place - start) / (end - start)) * (to - from);
  return map;
}

/** `count` numbers from the first to the last, evenly. */
export function evenly([first, last], count) {
  return Array.from({ length: count }, (_, index) => first + ((last - first) * index) / (count - 1));
}

/** The path through points [x, y]; a point that is not finite breaks it. */
export function line(points) {
  let pen = 'M';
  let path = '';
  for (const [x, y] of points) {
    const drawn = Number.isFinite(x) && Number.isFinite(y);
    if (drawn) path += `${pen}${text(x)} ${text(y)}`;
    pen = drawn ? 'L' : 'M';
  }
  return path;
}

const ROUND = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The least round number (1, 1.5, 2, 3, ... and these times a power of ten) that is not below. */
export function ceiling(value) {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = ROUND.find((step) => step * power >= value * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(2));
}

/** The ends of the piece of a tangent within `reach` of its point and between two ends, all on paper. */
export function tangent([x, y], slope, reach, [first, last] = [-Infinity, Infinity]) {
  const across = reach / Math.hypot(1, slope);
  if (!Number.isFinite(across)) return [];
  return [Math.max(x - across, first), Math.min(x + across, last)].map((end) => [end, y + slope * (end - x)]);
}

/** The interval around zero that the sliders have, widened where the value lies outside. */
export function around(value, reach) {
  const wide = Math.abs(value) > reach ? Math.min(Math.abs(value) * 1.25, 1e300) : reach;
  return [-wide, wide];
}

/** All that a panel draws: f over a weight, the point, the tangent there, and the step to come. */
export function panel(f, { at, slope, step }, { width, height, pad }) {
  const domain = around(at, 4);
  const points = evenly(domain, 49).map((value) => [value, f(value)]);
  const top = ceiling(Math.max(...points.map((point) => point[1]).filter(Number.isFinite), f(at)));
  const across = scale(domain, [pad, width - pad]);
  const up = scale([0, top], [height - pad, pad]);
  const place = [across(at), Number.isFinite(f(at)) ? up(f(at)) : pad];
  const paperSlope = (slope * (up(1) - up(0))) / (across(1) - across(0));
  const end = Math.min(Math.max(across(at + step) || place[0], pad), width - pad);
  return {
    curve: line(points.map(([value, J]) => [across(value), up(J)])),
    tangent: line(tangent(place, paperSlope, 34, [pad, width - pad])),
    point: place.map(text),
    step: arrow(place[0], end, height - pad),
    top,
    domain,
  };
}

/** A level arrow from one place to another, with a head where it is long enough for one. */
export function arrow(from, to, y) {
  const back = Math.sign(from - to) * Math.min(4, Math.abs(to - from));
  const head = Math.abs(to - from) < 1 ? '' : `M${text(to + back)} ${text(y - 3)}L${text(to)} ${text(y)}L${text(to + back)} ${text(y + 3)}`;
  return `M${text(from)} ${text(y)}L${text(to)} ${text(y)}${head}`;
}
