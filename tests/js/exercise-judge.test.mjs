import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as judge from '../../docs/assets/js/exercise-judge.js';

const NUMBER = { answer: '-0.1680', slips: ['0.1680', '-0.3360'] };

test('a number is right to its last decimal, with more decimals and with a true minus sign', () => {
  for (const given of ['-0.1680', ' -0.168018', '\u22120.1680', '-.168', '-0,1680', '-1.68e-1']) {
    assert.deepEqual(judge.number(given, NUMBER), { status: 'right' }, given);
  }
});

test('a number that a slip gives is that slip', () => {
  assert.deepEqual(judge.number('0.168', NUMBER), { status: 'slip', slip: 0 });
  assert.deepEqual(judge.number('-0.3360', NUMBER), { status: 'slip', slip: 1 });
});

test('a number that is wrong is told from the answer by its sign or its size', () => {
  assert.equal(judge.number('0.5', NUMBER).detail, 'The answer has the other sign.');
  assert.equal(judge.number('-0.1', NUMBER).detail, 'The answer is smaller.');
  assert.equal(judge.number('-0.1690', NUMBER).detail, 'The answer is larger.');
});

test('a number with too few decimals, and what is no number, are not judged', () => {
  assert.match(judge.number('-0.17', NUMBER).remedy, /4 decimals/);
  for (const given of ['', 'x', '0.1.2', '1/3']) assert.equal(judge.number(given, NUMBER).status, 'unread');
});

const SHAPE = { answer: 'n x 1', slips: ['m x 1', '1 x n'] };

test('a shape is read as people write it', () => {
  for (const given of ['n x 1', 'N\u00d71', '(n, 1)', 'n by 1', 'n', '$n \\times 1$']) {
    assert.equal(judge.shape(given, SHAPE).status, 'right', given);
  }
  assert.equal(judge.plainShape('a number'), '1 x 1');
});

test('a shape is a slip, wrong, or none', () => {
  assert.deepEqual(judge.shape('1 x n', SHAPE), { status: 'slip', slip: 1 });
  assert.equal(judge.shape('m x n', SHAPE).status, 'wrong');
  for (const given of ['', 'n x', 'n x m x p']) assert.equal(judge.shape(given, SHAPE).status, 'unread', given);
});

test('a step is right or a slip, and has to be chosen', () => {
  const known = { answer: '2', slips: ['1', '3'] };
  assert.equal(judge.step('2', known).status, 'right');
  assert.deepEqual(judge.step('3', known), { status: 'slip', slip: 1 });
  assert.equal(judge.step('', known).status, 'unread');
});

const CODE = { cases: [['f(1)', '1\n'], ['f(2)', '4\n']], slips: [['1', '2'], ['NameError', '']] };

test('code that passes all cases is right, whatever spaces end a line', () => {
  assert.deepEqual(judge.code(['1\n', '4'], CODE), { status: 'right' });
});

test('code that prints what a slip prints is that slip, with the first case that tells', () => {
  assert.deepEqual(judge.code(['1\n', '2\n'], CODE), { status: 'slip', slip: 0, detail: 'f(2) prints 2, and should print 4.' });
  assert.equal(judge.code(['NameError', ''], CODE).slip, 1);
});

test('code that prints something else is wrong, and the case says what', () => {
  assert.deepEqual(judge.code(['', ''], CODE), { status: 'wrong', detail: 'f(1) prints nothing, and should print 1.' });
});
