import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extent, label, layout, path, styles, ticks } from '../../docs/assets/js/run-plot.js';

test('the extent passes over what is no number, and is never empty', () => {
  assert.deepEqual(extent([3, null, -1, Infinity]), [-1, 3]);
  assert.deepEqual(extent([2, 2]), [1, 3]);
  assert.deepEqual(extent([0]), [-0.5, 0.5]);
  assert.deepEqual(extent([null]), [0, 1]);
});

test('ticks are round and stand inside', () => {
  assert.deepEqual(ticks([-6, 6], 6).map(label), ['\u22126', '\u22124', '\u22122', '0', '2', '4', '6']);
  assert.deepEqual(ticks([0, 1]).map(label), ['0', '0.2', '0.4', '0.6', '0.8', '1']);
  assert.deepEqual(ticks([0.12, 0.13]).map(label), ['0.12', '0.122', '0.124', '0.126', '0.128', '0.13']);
  for (const [low, high] of [[1e-9, 3e-9], [-1e6, 2e7], [0.97, 1.02], [5, 5.001]]) {
    const found = ticks([low, high]);
    assert.ok(found.length >= 3 && found.length <= 8, `${found.length} from ${low} to ${high}`);
    assert.ok(found.every((at) => at >= low - 1e-6 * (high - low) && at <= high + 1e-6 * (high - low)));
  }
});

test('a missing number is a gap in the path', () => {
  const same = (value) => value;
  assert.equal(path([0, 1, 2, 3], [0, 1, null, 3], same, same), 'M0.0,0.0L1.0,1.0M3.0,3.0');
});

test('a curve has its role\'s colour, and no two look alike', () => {
  const roles = ['error', 'error', null, null, 'cost'].map((role) => ({ role }));
  assert.deepEqual(styles(roles), [
    'role-error dash-1',
    'role-error dash-2',
    'role-error dash-3',
    'role-cost dash-1',
    'role-cost dash-2',
  ]);
  assert.equal(new Set(styles(Array(8).fill({ role: null }))).size, 8);
});

test('a role that is no role of the page is passed over', () => {
  assert.deepEqual(styles([{ role: 'x" onload="' }]), ['role-forward dash-1']);
});

test('a figure is said in words', () => {
  const { said, curves } = layout({ x: [0, 2], curves: [{ name: 'J', role: 'cost', y: [4, 1] }], xlabel: 'epoch' });
  assert.equal(said, 'Curves of J for epoch from 0 to 2; values from 1 to 4.');
  assert.equal(curves[0].path, 'M58.0,14.0L530.0,256.0');
});

test('what is no figure is refused', () => {
  assert.throws(() => layout({ x: 3, curves: [] }), TypeError);
  assert.throws(() => layout({ x: [1], curves: [{ y: '1' }] }), TypeError);
});
