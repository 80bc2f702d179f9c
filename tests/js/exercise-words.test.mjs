import assert from 'node:assert/strict';
import { test } from 'node:test';

import { plain, refuted } from '../../docs/assets/js/exercise-words.js';

test('names are shown as a reader knows them', () => {
  assert.equal(plain(String.raw`\theta^(3) = -1.5, \hat{y} = 2, x^{(i)} = 0, \delta_(1) = 3`), 'θ⁽³⁾ = −1.5, ŷ = 2, x⁽ⁱ⁾ = 0, δ₁ = 3');
});

test('numbers that refute a formula become a sentence', () => {
  assert.equal(refuted('at x = 0.5: left 0.1, right -0.2'), 'At x = 0.5, the left side is 0.1, and the right side with your answer is −0.2.');
  assert.equal(refuted('at every point: left 1, right 2'), 'Wherever you look, the left side is 1, and the right side with your answer is 2.');
});

test('of many numbers only some are named', () => {
  const said = refuted('at a = 1, b = 2, c = 3, A one of 4, 5, d = 6, e = 7, f = 8, g = 9: left 1, right 2');
  assert.match(said, /^At a = 1, b = 2, c = 3, A one of 4, 5, d = 6, e = 7, f = 8 and other numbers, the left/);
});

test('other words keep their sense, and nothing stays nothing', () => {
  assert.equal(refuted('shapes m x 1 and n x 1 differ'), 'Shapes m x 1 and n x 1 differ.');
  assert.equal(refuted(''), '');
});
