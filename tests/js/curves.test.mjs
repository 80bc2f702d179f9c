import assert from 'node:assert/strict';
import { test } from 'node:test';
import { around, arrow, ceiling, evenly, line, panel, scale, tangent } from '../../docs/assets/js/curves.js';
import { PAPER, scales, sigmoidAt } from '../../docs/assets/js/sigmoid-view.js';

test('a scale takes ends to ends and can be read backward', () => {
  const up = scale([0, 2], [100, 20]);
  assert.equal(up(0), 100);
  assert.equal(up(2), 20);
  assert.equal(up.back(60), 1);
});

test('numbers are spread evenly with both ends', () => {
  assert.deepEqual(evenly([-1, 1], 5), [-1, -0.5, 0, 0.5, 1]);
});

test('a line is rounded to a tenth and breaks where there is no number', () => {
  assert.equal(line([[0, 0], [1.04, 2.06], [NaN, 1], [3, Infinity], [4, 5]]), 'M0 0L1 2.1M4 5');
  assert.equal(line([]), '');
});

test('a ceiling is the next round number, and one where there is nothing to cover', () => {
  assert.deepEqual([0.129, 0.3, 1, 3.1, 7, 99].map(ceiling), [0.15, 0.3, 1, 4, 8, 100]);
  assert.deepEqual([0, NaN, Infinity, -2].map(ceiling), [1, 1, 1, 1]);
});

test('a tangent has its length whatever its slope, and its point in the middle', () => {
  const [[x1, y1], [x2, y2]] = tangent([10, 20], 0.75, 5);
  assert.deepEqual([x1, y1, x2, y2], [6, 17, 14, 23]);
  assert.deepEqual(tangent([10, 20], NaN, 5), []);
});

test('a tangent ends where the paper does', () => {
  assert.deepEqual(tangent([10, 20], 0.75, 5, [8, 12]), [[8, 18.5], [12, 21.5]]);
});

test('a domain is that of the sliders until a value lies outside', () => {
  assert.deepEqual(around(1, 4), [-4, 4]);
  assert.deepEqual(around(-4, 4), [-4, 4]);
  assert.deepEqual(around(-8, 4), [-10, 10]);
});

test('an arrow has a head if it is long enough for one', () => {
  assert.equal(arrow(10, 30, 5), 'M10 5L30 5M26 2L30 5L26 8');
  assert.equal(arrow(30, 10, 5), 'M30 5L10 5M14 2L10 5L14 8');
  assert.equal(arrow(10, 10.5, 5), 'M10 5L10.5 5');
});

test('a panel puts its point on its curve and its tangent along it', () => {
  const paper = { width: 220, height: 120, pad: 12 };
  const { curve, point, tangent: drawn, step, top } = panel((t) => t * t, { at: 2, slope: 4, step: -1 }, paper);
  assert.equal(top, 20);
  assert.deepEqual(point.map(Number), [159, 88.8]);
  assert.match(curve, /^M12 31\.2L/);
  assert.ok(curve.includes('L159.0 88.8') || curve.includes('L159 88.8'));
  assert.match(drawn, /^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
  assert.match(step, /^M159 108L134\.5 108M/);
});

test('a panel stays a drawing when the numbers leave their range', () => {
  const paper = { width: 220, height: 120, pad: 12 };
  const drawn = panel(() => Infinity, { at: 1e300, slope: NaN, step: -Infinity }, paper);
  const seen = [drawn.curve, drawn.tangent, drawn.step, ...drawn.point].join(' ');
  assert.doesNotMatch(seen, /NaN|Infinity/);
});

test('the point of the sigmoid stays on the paper far in the tails', () => {
  for (const x of [-1000, -40, 0, 8, 40, 1000]) {
    const { point } = sigmoidAt(x);
    assert.ok(point[0] >= PAPER.left && point[0] <= PAPER.right, `${x}: ${point}`);
  }
  assert.deepEqual(sigmoidAt(40).ends, ['\u221250', '50']);
});

test('the curve bends smoothly on a wide paper, and reaches its ends', () => {
  const xs = [...sigmoidAt(40).curve.matchAll(/[ML](\d+(?:\.\d+)?) /g)].map(([, x]) => Number(x));
  assert.deepEqual([xs[0], xs.at(-1)], [PAPER.left, PAPER.right]);
  const bend = xs.slice(1, -1);
  assert.ok(bend.slice(1).every((x, index) => x - bend[index] < 2));
});

test('the paper of a drag stays what it was', () => {
  const wide = sigmoidAt(3, scales(40));
  assert.deepEqual(wide.ends, ['\u221250', '50']);
  assert.ok(Math.abs(scales(40).across.back(wide.point[0]) - 3) < 1e-9);
});

test('the slope is read off in the tails, where the other way has no digits left', () => {
  const { readings } = sigmoidAt(40);
  assert.equal(readings.slope, '4.2484e\u221218');
  assert.equal(readings.cancelling, '0.000000');
});
