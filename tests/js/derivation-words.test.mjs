import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declarations, declared, firstBad, slip, summary } from '../../docs/assets/js/derivation-words.js';

const steps = (...found) => found.map((status, index) => ({ status, line: index + 2 }));

test('the first step that is false counts before one that is not read', () => {
  assert.equal(firstBad(steps('proved', 'unread', 'failed', 'failed')), 2);
  assert.equal(firstBad(steps('proved', 'unread')), 1);
  assert.equal(firstBad(steps('proved', 'undecided')), -1);
});

test('a summary counts what was claimed, and names the line of the first bad step', () => {
  assert.equal(summary(steps('definition', 'proved', 'proved', 'failed')), '2 proved, 1 false. The first step that is false is in line 5.');
  assert.equal(summary(steps('proved', 'undecided')), '1 proved, 1 not decided.');
  assert.equal(summary(steps('definition')), 'Nothing is claimed: all is defined here.');
  assert.equal(summary([]), 'There is no formula to check.');
});

test('a slip is its name and the side that would mend it', () => {
  const step = { slip: 'a sign: it is proved with a - y on the right' };
  assert.deepEqual(slip(step), { what: 'a sign', right: 'a - y' });
  assert.equal(slip({ slip: '' }), null);
});

test('declarations are read as they are written', () => {
  const taken = [['w, x', 'real'], ['W', 'matrix m x n']];
  assert.equal(declarations(taken), 'w, x: real\nW: matrix m x n');
  assert.deepEqual(declared(declarations(taken)), { 'w, x': 'real', W: 'matrix m x n' });
  assert.deepEqual(declared('\n w \n'), { w: '' });
});
