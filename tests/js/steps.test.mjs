import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownFrom, lit, statement, symbolsOf, withNumbers } from '../../docs/assets/js/steps.js';
import { inputTexts, numbersIn } from '../../docs/assets/js/view.js';

const values = { theta1: 0.8, theta2: -1.2, a1: 0.5, a2: 0.598687660112452, z2: 0.4, z3: -0.7184251921349424, yhat: 0.49, y: 1, J: 0.13, delta4: -0.51 };

test('the symbols of a formula are named once each, in order', () => {
  assert.deepEqual(symbolsOf('(yhat \u2212 y) \u00b7 theta3 \u00b7 \u03c3\u2032(z3) \u00b7 a2'), ['yhat', 'y', 'theta3', 'z3', 'a2']);
});

test('numbers take the place of symbols, negative ones in brackets where they follow a sign', () => {
  const write = (value) => String(value).replace('-', '\u2212');
  assert.equal(withNumbers('theta2 \u00b7 a1', values, write), '\u22121.2 \u00b7 0.5');
  assert.equal(withNumbers('a1 \u00b7 theta2', values, write), '0.5 \u00b7 (\u22121.2)');
  assert.equal(withNumbers('\u03c3(theta2)', values, write), '\u03c3(\u22121.2)');
});

test('a row shows six decimals, all digits on demand, and chosen numbers as they were chosen', () => {
  const step = { name: 'z3', formula: 'theta2 \u00b7 a2' };
  assert.deepEqual(numbersIn(step, values), ['= \u22121.2 \u00b7 0.598688', '= \u22120.718425']);
  assert.deepEqual(numbersIn(step, values, true), ['= \u22121.2 \u00b7 0.598687660112452', '= \u22120.7184251921349424']);
});

test('a step lights its node, what it is made from, and the edge that leads to it', () => {
  assert.deepEqual([...lit({ name: 'z3', formula: 'theta2 \u00b7 a2' })], ['z3', 'theta2', 'a2']);
  assert.ok(lit({ name: 'delta3', formula: 'delta4 \u00b7 theta3 \u00b7 \u03c3\u2032(z3)' }).has('back3'));
});

test('a derivative that starts at the error lights the whole way back', () => {
  const lights = lit({ name: 'gradient2', formula: '(yhat \u2212 y) \u00b7 theta3 \u00b7 \u03c3\u2032(z3) \u00b7 a2' });
  for (const symbol of ['back4', 'delta4', 'back3', 'delta3', 'theta2']) assert.ok(lights.has(symbol), symbol);
  assert.ok(!lights.has('back2'));
});

test('a symbol is known from the first step that needs it', () => {
  const steps = [{ name: 'a1', formula: 'x' }, { name: 'z2', formula: 'theta1 \u00b7 a1' }, { name: 'a2', formula: '\u03c3(z2)' }];
  const known = knownFrom(steps);
  assert.deepEqual([known.x, known.a1, known.z2, known.theta1, known.a2], [1, 1, 2, 2, 3]);
});

test('a step states its name and what gives it, as the rows of the equations do', () => {
  assert.equal(statement({ name: 'z2', formula: 'theta1 \u00b7 a1' }), 'z2 = theta1 \u00b7 a1');
});

test('a slider says its number and the cost that goes with it', () => {
  const { theta2, x } = inputTexts({ theta2: 0.797578, x: 0.5, z2: 0.4, J: 0.1254 });
  assert.equal(theta2, '0.797578, cost 0.1254');
  assert.equal(x, '0.5, cost 0.1254');
});
