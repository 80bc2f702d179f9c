import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { changed, LAST_STEP, read, START, write } from '../../docs/assets/js/layers-state.js';

test('an address without a state is the start, and the start needs no address', () => {
  assert.deepEqual(read(''), START);
  assert.equal(write('', START), '');
});

test('a state comes back from its own address', () => {
  const state = {
    units: [5, 1, 3, 2], activation: 'relu', cost: 'half_squared_error', data: 'circles', eta: 1e-7, seed: 0, example: 20, steps: 4321,
  };
  const query = write('', state);
  assert.equal(query, '?units=5,1,3,2&activation=relu&cost=half_squared_error&data=circles&eta=1e-7&seed=0&example=20&steps=4321');
  assert.deepEqual(read(query), state);
});

test('what else stands in the address stays there', () => {
  assert.equal(write('?h=xor&steps=9&eta=1', { ...START, seed: 1, steps: 2 }), '?h=xor&seed=1&steps=2');
});

test('what means nothing is passed over', () => {
  const wrong = '?units=2,6&activation=softmax&cost=x&data=&eta=-1&seed=1.5&example=5&steps=';
  assert.deepEqual(read(wrong + (LAST_STEP + 1)), START);
  assert.deepEqual(read('?units=1,1,1,1,1&units=&eta=Infinity&steps=-1'), START);
});

test('a new setting begins the training anew, another example does not', () => {
  const state = { ...START, steps: 70 };
  assert.equal(changed(state, 'eta', '2').steps, 0);
  assert.deepEqual(changed(state, 'example', '3'), { ...state, example: 3 });
});

test('an example that the new data lack is the last one they have', () => {
  const circles = changed(changed(START, 'data', 'circles'), 'example', '17');
  assert.equal(circles.example, 17);
  assert.equal(changed(circles, 'data', 'xor').example, 4);
});

test('every link to a state on the pages names one', () => {
  const folder = new URL('../../docs/derivations/', import.meta.url);
  const pages = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const links = pages.flatMap((text) => [...text.matchAll(/\((?:network-in-motion\.md)?\?([^)]*)#moving\)/g)].map(([, query]) => query));
  assert.ok(links.length > 15);
  const inOrder = (query) => query.split('&').sort();
  for (const query of links) assert.deepEqual(inOrder(write('', read(query)).slice(1)), inOrder(query));
});
