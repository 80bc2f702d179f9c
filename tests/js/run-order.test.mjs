import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as order from '../../docs/assets/js/run-order.js';

const page = order.fresh(['x = 1', 'y = x', 'y']);
const run = (cells, ...indices) => indices.reduce((now, at) => order.ran(now, at, now[at].text), cells);
const older = (cells) => [...cells.keys()].filter((at) => order.isOlder(cells, at));

test('at first a cell needs all cells above it', () => {
  assert.deepEqual(order.needed(page, 2), [0, 1]);
  assert.deepEqual(order.needed(page, 0), []);
});

test('a cell above that ran as it stands need not run again', () => {
  assert.deepEqual(order.needed(run(page, 0), 2), [1]);
});

test('a cell above that was edited since, or failed, has to run again', () => {
  const ran = run(page, 0, 1);
  assert.deepEqual(order.needed(order.edited(ran, 0, 'x = 2'), 2), [0]);
  assert.deepEqual(order.needed(order.ran(ran, 1, 'y = x', true), 2), [1]);
});

test('after a stop nothing has run', () => {
  assert.deepEqual(order.needed(order.forgotten(run(page, 0, 1)), 2), [0, 1]);
});

test('an edit makes the outputs below older, the page\'s own among them', () => {
  assert.deepEqual(older(page), []);
  assert.deepEqual(older(order.edited(page, 1, 'y = 2 * x')), [2]);
  assert.deepEqual(older(order.edited(run(page, 0, 1, 2), 0, 'x = 2')), [1, 2]);
});

test('an edit taken back makes nothing older', () => {
  assert.deepEqual(older(order.edited(order.edited(page, 0, 'x = 2'), 0, 'x = 1')), []);
});

test('a run after the edit makes an output new again', () => {
  const edited = order.edited(page, 0, 'x = 2');
  assert.deepEqual(older(run(edited, 0, 2)), [1]);
});

test('the page\'s output, shown again, is older than an edit above that still stands', () => {
  const edited = run(order.edited(page, 0, 'x = 2'), 0, 1);
  assert.deepEqual(older(edited), [2]);
  assert.deepEqual(older(order.reset(edited, 1)), [1, 2]);
  assert.deepEqual(older(order.reset(edited, 0)), [1]);
});

test('a change is told from the page\'s own text', () => {
  assert.equal(order.isChanged(page, 0), false);
  assert.equal(order.isChanged(order.edited(page, 0, 'x = 2'), 0), true);
});
