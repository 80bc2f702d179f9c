import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noted, parsed, right } from '../../docs/assets/js/exercise-progress.js';

test('what was right once stays right', () => {
  const first = noted({}, 'a/b', true, '2025-01-01');
  assert.deepEqual(noted(first, 'a/b', false, '2025-01-02'), first);
});

test('what was tried becomes right', () => {
  const tried = noted({}, 'a/b', false, '2025-01-01');
  assert.equal(tried['a/b'].status, 'tried');
  assert.equal(noted(tried, 'a/b', true, '2025-01-02')['a/b'].status, 'right');
});

test('only the exercises asked for are counted', () => {
  const record = { 'a/b': { status: 'right' }, 'a/c': { status: 'tried' }, 'old/x': { status: 'right' } };
  assert.equal(right(record, ['a/b', 'a/c']), 1);
});

test('a record that nobody wrote is none', () => {
  assert.deepEqual(parsed(null), {});
  assert.deepEqual(parsed('{'), {});
  assert.deepEqual(parsed('[1, "x"]'), {});
  assert.deepEqual(parsed('{"a/b": {"status": "right"}, "c": 5}'), { 'a/b': { status: 'right' } });
});
