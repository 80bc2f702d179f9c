import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filled, read, spelled, START, summary, units, write } from '../../docs/assets/js/derive-choices.js';

const functions = ['sigmoid', 'tanh', 'relu', 'identity'];
const known = {
  layers: ['2', '3', '4', '5'],
  hidden: functions,
  output: functions,
  cost: ['half-squared-error', 'binary-cross-entropy'],
  outputs: { 'binary-cross-entropy': ['sigmoid'] },
};

test('an address without choices is the start', () => {
  assert.deepEqual(read('?q=1', known), { choice: START, wrong: '' });
});

test('what is written is read again, and leaves the rest of a query alone', () => {
  const choice = { layers: 5, units: '', hidden: ['tanh', 'relu', 'tanh'], output: 'identity', cost: 'half-squared-error' };
  const query = write('?q=1', choice);
  assert.equal(query, '?q=1&layers=5&hidden=tanh,relu,tanh&output=identity&cost=half-squared-error');
  assert.deepEqual(read(query, known), { choice, wrong: '' });
});

test('units say how many layers there are, and are numbers', () => {
  const { choice, wrong } = read('?units=3,4,2&hidden=tanh', known);
  assert.deepEqual([choice.layers, choice.units, choice.hidden, wrong], [3, '3,4,2', ['tanh'], '']);
  assert.match(write('', choice), /&units=3,4,2$/);
  assert.match(read('?units=3,four', known).wrong, /\u201c3,four\u201d can\u2019t be chosen for units/);
  assert.match(read('?layers=4&units=3,4,2&hidden=tanh', known).wrong, /units has 3 numbers, and layers is 4\./);
  assert.equal(spelled(' 3, 4 2 '), '3,4,2');
  assert.equal(spelled('3,x'), null);
  assert.equal(units('3,4,2', 5), '3,4,2,2,2');
  assert.equal(units('', 5), '');
});

test('one hidden activation stands for all, and two layers have none', () => {
  assert.deepEqual(read('?layers=5&hidden=tanh', known).choice.hidden, ['tanh', 'tanh', 'tanh']);
  assert.deepEqual(read('?layers=2&hidden=', known), { choice: { ...START, layers: 2, hidden: [] }, wrong: '' });
  assert.deepEqual(filled(['relu', 'tanh'], 3), ['relu', 'tanh', 'tanh']);
});

test('what can\u2019t be chosen is told, and the start stands in its place', () => {
  for (const [query, said] of [
    ['?layers=13', '\u201c13\u201d can\u2019t be chosen for layers: 2, 3, 4, 5.'],
    ['?hidden=elu', '\u201celu\u201d can\u2019t be chosen for hidden: sigmoid, tanh, relu, identity.'],
    ['?cost=hinge', '\u201chinge\u201d can\u2019t be chosen for cost: half-squared-error, binary-cross-entropy.'],
    ['?output=tanh', 'binary-cross-entropy takes sigmoid for the output, not tanh.'],
  ]) assert.deepEqual(read(query, known), { choice: START, wrong: said });
  const { choice, wrong } = read('?layers=5&hidden=tanh,relu', known);
  assert.equal(wrong, '2 hidden activations are named for 3 hidden layers.');
  assert.deepEqual(choice.hidden, ['tanh', 'relu', 'relu']);
});

test('a summary counts all that was decided', () => {
  assert.equal(summary({ definition: 16, proved: 26 }), 'Of the 42 relations on this page, 26 are proved, 16 are definitions.');
  assert.equal(summary({ proved: 2, failed: 1 }), 'Of the 3 relations on this page, 2 are proved, 1 is false.');
});
