import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costCurve, surface } from '../../docs/assets/js/layers-plots.js';
import { marksIn, reading, tables } from '../../docs/assets/js/layers-words.js';
import { drawings } from '../../docs/assets/js/layers-drawing.js';
import { START } from '../../docs/assets/js/layers-state.js';
import { trained } from '../../docs/assets/js/layers-training.js';

const after = (steps, settings = {}) => trained({ ...START, ...settings, steps });
const count = (markup, part) => markup.split(part).length - 1;

test('training lowers the cost until all examples are on their side', () => {
  const training = after(1000);
  assert.equal(training.steps, 1000);
  assert.equal(training.costs.length, 1001);
  assert.ok(training.costs.at(-1) < training.costs[0] / 50);
  assert.equal(reading(training), 'Step 1000: cost 0.007082, 4 of 4 examples right.');
  assert.deepEqual([0, 50, 100].map((steps) => after(steps).right), [2, 3, 4]);
});

test('the same state is the same network to the last bit', () => {
  const settings = { units: [3, 2], activation: 'sigmoid', data: 'circles', seed: 9 };
  const stepped = after(0, settings);
  for (let step = 0; step < 300; step += 1) stepped.step();
  assert.deepEqual(stepped.theta, after(300, settings).theta);
  assert.deepEqual(stepped.costs, after(300, settings).costs);
});

test('a rectified linear unit is dead when it is 0 for every example', () => {
  const [before, later] = [after(0, { activation: 'relu' }), after(2, { activation: 'relu' })];
  assert.deepEqual([before.mark(2, 0, 0), later.mark(2, 0, 0), later.mark(2, 1, 0)], ['', 'dead', '']);
  assert.ok(later.delta[2].every((errors) => errors[0] === 0));
  assert.match(marksIn(later, 0), /Dead: unit 1 of layer 2\.$/);
  later.z[2] = later.z[2].map(() => [0, 0]); // where the slope is 0 by convention
  assert.equal(later.mark(2, 1, 0), 'dead');
});

test('a unit is saturated for an example where its slope is below the bound', () => {
  const training = after(3000, { activation: 'sigmoid', cost: 'half_squared_error' });
  const marks = [0, 1, 2, 3].map((example) => training.mark(2, 1, example));
  assert.deepEqual(marks, ['', '', '', 'saturated']);
});

test('the output under cross-entropy is never saturated, for its slope has cancelled', () => {
  const marks = (cost) => after(9000, { cost, eta: 2 }).mark(3, 0, 1);
  assert.deepEqual([marks('half_squared_error'), marks('binary_cross_entropy')], ['saturated', '']);
});

test('every weight is a line, every unit a circle, across the page and down it', () => {
  for (const { viewBox, markup } of drawings(after(3, { units: [5, 4, 3, 2] }), 1)) {
    assert.equal(count(markup, '<line '), 2 * 5 + 5 * 4 + 4 * 3 + 3 * 2 + 2);
    assert.equal(count(markup, 'class="layers-unit"'), 2 + 5 + 4 + 3 + 2 + 1);
    assert.equal(count(markup, 'class="layers-delta"'), 5 + 4 + 3 + 2 + 1);
    const [, , width, height] = viewBox.split(' ').map(Number);
    for (const [, x, y] of markup.matchAll(/<circle class="layers-unit" cx="([\d.]+)" cy="([\d.]+)"/g)) {
      assert.ok(x > 21 && x < width - 21 && y > 21 && y < height - 37, `${x} ${y} in ${viewBox}`);
    }
  }
});

test('a negative weight is told by its line, a large one by its width', () => {
  const training = after(0);
  training.theta = { 1: [[0, -2, 2], [0, 0.1, 1]], 2: [[0, 1, -1]] };
  const [{ markup }] = drawings(training, 0);
  const lines = [...markup.matchAll(/class="layers-(\w+)".*?stroke-width="([\d.]+)"/g)].map(([, sign, width]) => [sign, width]);
  assert.deepEqual(lines.slice(0, 3), [['negative', '2.80'], ['positive', '2.80'], ['positive', '0.81']]);
});

test('the plane is covered once, and each example marked by its target', () => {
  const markup = surface(after(200), 2);
  const stretches = [...markup.matchAll(/h([\d.]+)v7.5H/g)].map(([, length]) => Number(length));
  assert.equal(stretches.reduce((sum, length) => sum + length, 0) * 7.5, 240 * 240);
  assert.equal(count(markup, 'layers-full'), 2);
  assert.equal(count(markup, 'layers-empty'), 2);
  assert.match(markup, /<g data-example="3"><circle class="layers-shown"/);
});

test('the border and the shades of the plane are those of a prediction that passes one half', () => {
  const training = after(0, { units: [1] });
  training.theta = { 1: [[-0.5, 1, 0]], 2: [[0, 1]] }; // one half where the first input is one half
  const markup = surface(training, 0);
  assert.match(/layers-border" d="([^"]*)"/.exec(markup)[1], /^(M120 [\d.]+v7.5){32}$/);
  for (const [, side, path] of markup.matchAll(/class="layers-(zero|one)" fill-opacity="[\d.]+" d="([^"]*)"/g)) {
    for (const [, from, length] of path.matchAll(/M([\d.]+) [\d.]+h([\d.]+)/g)) {
      assert.ok(side === 'one' ? Number(from) >= 120 : Number(from) + Number(length) <= 120, `${side}: ${path}`);
    }
  }
});

test('the curve of the cost ends at the step there is, with few points however long it is', () => {
  const path = (steps) => /class="curve" d="([^"]*)"/.exec(costCurve(after(steps)))[1];
  assert.equal(count(path(10), 'L'), 10);
  assert.ok(count(path(9999), 'L') <= 201);
  assert.match(costCurve(after(10)), /<text class="end small" x="228" y="140">10</);
});

test('a network that has burst is drawn without a number that is none', () => {
  const training = after(60, { activation: 'relu', cost: 'half_squared_error', eta: 1000, units: [5, 5, 5, 5] });
  training.theta[1][0] = [Infinity, NaN, -Infinity];
  training.step();
  const drawn = [...drawings(training, 0).map(({ markup }) => markup), surface(training, 0), costCurve(training)];
  assert.doesNotMatch(drawn.join('').replaceAll(/<text.*?<\/text>/g, ''), /NaN|Infinity|undefined/);
});

test('the exact numbers are those of the network, to the last digit', () => {
  const training = after(5);
  const cells = [...tables(training, 1).matchAll(/<td>([^<]+)<\/td>/g)].map(([, text]) => Number(text.replaceAll('\u2212', '-')));
  const own = [...training.x[1]];
  for (const l of [2, 3]) {
    training.z[l][1].forEach((z, unit) => own.push(z, training.a[l][1][unit], training.delta[l][1][unit]));
  }
  assert.deepEqual(cells, [...own, ...Object.values(training.theta).flat(2)]);
});
