import assert from 'node:assert/strict';
import { test } from 'node:test';
import { symbolOf } from '../../docs/assets/js/symbols.js';
import { words } from '../../docs/assets/js/words.js';

test('a symbol is named by a part of the figure and by a symbol of an equation', () => {
  assert.equal(symbolOf({ dataset: { symbol: 'back3' } }), 'back3');
  assert.equal(symbolOf({ dataset: {}, className: 'enclosing role-weight symbol-theta2' }), 'theta2');
  assert.equal(symbolOf({ dataset: {}, className: 'enclosing symbol-y named' }), 'y');
  assert.equal(symbolOf({ dataset: {}, className: 'mord' }), undefined);
  assert.equal(symbolOf(null), undefined);
});

test('a symbol is said in words, with its layer', () => {
  assert.equal(words('delta3'), 'error signal of layer 3');
  assert.equal(words('eta'), 'learning rate');
  assert.equal(words('gradient1'), 'derivative of the cost by weight 1');
  assert.equal(words('yhat'), 'prediction');
});
