// What the sigmoid's figure shows at a point, as texts and paths: the same at build time and in the page.
import { around, evenly, line, scale, tangent } from './curves.js';
import { full, rounded } from './numbers.js';
import { sigmoid, sigmoidPrime } from './network.js';

export const PAPER = { left: 24, right: 536, top: 20, bottom: 200 };

/** The maps from numbers to paper for a figure in which x can be seen. */
export function scales(x) {
  const domain = around(x, 8);
  return {
    domain,
    across: scale(domain, [PAPER.left, PAPER.right]),
    up: scale([0, 1], [PAPER.bottom, PAPER.top]),
  };
}

const BEND = [-8, 8]; // beyond it the curves are all but straight, on however wide a paper

/** The curve, its derivative's, the tangent at x and the readings there, on the paper given. */
export function sigmoidAt(x, { domain, across, up } = scales(x)) {
  const slope = sigmoidPrime(x);
  const place = [across(x), up(sigmoid(x))];
  const paperSlope = (slope * (up(1) - up(0))) / (across(1) - across(0));
  const values = [domain[0], ...evenly(BEND, 81), domain[1]];
  const along = (f) => line(values.map((value) => [across(value), up(f(value))]));
  return {
    curve: along(sigmoid),
    slopes: along(sigmoidPrime),
    tangent: line(tangent(place, paperSlope, 110, [PAPER.left, PAPER.right])),
    drop: line([place, [place[0], PAPER.bottom]]),
    point: place,
    slopePoint: [place[0], up(slope)],
    ends: domain.map((end) => full(Number(end.toPrecision(3)))),
    readings: {
      value: rounded(sigmoid(x)),
      mirrored: rounded(sigmoid(-x)),
      slope: rounded(slope),
      cancelling: rounded(sigmoid(x) * (1 - sigmoid(x))),
    },
  };
}
