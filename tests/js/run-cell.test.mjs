import assert from 'node:assert/strict';
import { test } from 'node:test';
import { place } from '../../docs/assets/js/run-cell.js';

test('a line of the cell is found in its code block', () => {
  const texts = ['a\nb', 'c', 'd\ne'];
  assert.deepEqual(place(texts, 2), { at: 0, line: 2 });
  assert.deepEqual(place(texts, 3), { at: 1, line: 1 });
  assert.deepEqual(place(texts, 5), { at: 2, line: 2 });
});

test('a line past the end is looked for in the last block', () => {
  assert.deepEqual(place(['a'], 9), { at: 0, line: 9 });
});
