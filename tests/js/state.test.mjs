import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, write } from '../../docs/assets/js/state.js';

const start = { x: 0.5, y: 1, eta: 0.1, theta: { 1: 0.8, 2: -1.2, 3: 1.5 }, step: 0 };

test('an address without a moment is the start, and the start needs no address', () => {
  assert.deepEqual(read('', start), start);
  assert.equal(write('', start, start), '');
});

test('a moment comes back from its own address', () => {
  const moment = { x: -2.25, y: 1, eta: 0.5, theta: { 1: 0.8, 2: 1e-9, 3: 1.5 }, step: 7 };
  const query = write('', moment, start);
  assert.equal(query, '?x=-2.25&eta=0.5&theta=0.8,1e-9,1.5&step=7');
  assert.deepEqual(read(query, start), moment);
});

test('what else stands in the address stays there', () => {
  assert.equal(write('?h=sigmoid&x=3', { ...start, step: 2 }, start), '?h=sigmoid&step=2');
});

test('what is no number is passed over', () => {
  assert.deepEqual(read('?x=&y=abc&eta=Infinity&theta=1,,x&step=-3', start), {
    ...start, theta: { 1: 1, 2: -1.2, 3: 1.5 }, step: 0,
  });
});
