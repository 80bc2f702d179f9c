import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreeing, check, complexSigmoid } from '../../docs/assets/js/gradient-check.js';
import { brief, chosen, cutBehind, full, rounded, seventeen, short, sixteen, tight } from '../../docs/assets/js/numbers.js';

test('numbers are rounded with a true minus sign, and small ones keep their digits', () => {
  assert.deepEqual([-0.7184251921, 0, 4.248e-18, 12345678].map(rounded), ['\u22120.718425', '0.000000', '4.2480e\u221218', '1.2346e+7']);
  assert.equal(short(0.5986876), '0.5987');
  assert.equal(full(-0.1), '\u22120.1');
  assert.equal(sixteen(1 / 3), '0.3333333333333333');
  assert.deepEqual([0.8, 1 / 3].map(chosen), ['0.8', '0.333333']);
});

test('beside a node a number has as many digits as there is room for', () => {
  const asked = [-0.71842, -16, 1234.5678, -99999.9, -12345.6, -1.234e-5, -1e-300, Infinity];
  assert.deepEqual(asked.map(short), ['\u22120.7184', '\u221216.000', '1234.57', '\u22121.0e+5', '\u22121.2e+4', '\u22121.2e\u22125', '\u22121e\u2212300', '\u221e']);
  assert.deepEqual([-3.95, 1.516662, 0.1 + 0.2].map(brief), ['\u22123.95', '1.5167', '0.3000']);
});

test('within a unit a number has at most five characters', () => {
  const asked = [0.5, -0.125, 12.345, -12.345, 123.45, -1234.5, 99999, 1e9, Infinity];
  assert.deepEqual(asked.map(tight), ['0.50', '\u22120.13', '12.35', '\u221212.3', '123.5', '\u22121235', '99999', '1e+9', '\u221e']);
});

test('seventeen digits are the number and no other', () => {
  for (const value of [0.1, -1 / 3, 2 ** -40, 12345.678901234567]) {
    assert.equal(Number(seventeen(value).replaceAll('\u2212', '-')), value);
  }
  assert.equal(seventeen(0.1), '0.10000000000000001');
});

test('what is no finite number is said in words or by its sign', () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map(rounded), ['not a number', '\u221e', '\u2212\u221e']);
  assert.deepEqual([NaN, -Infinity].map(sixteen), ['not a number', '\u2212\u221e']);
});

test('a text is cut behind its leading digits, zeros in front not counted', () => {
  assert.deepEqual(cutBehind('\u22120.02422083', 3), ['\u22120.0242', '2083']);
  assert.deepEqual(cutBehind('1.5e\u22129', 9), ['1.5', 'e\u22129']);
  assert.deepEqual(cutBehind('0.5', 0), ['', '0.5']);
});

test('agreeing digits are counted from the relative difference', () => {
  assert.equal(agreeing(1.2345, 1.2345), 16);
  assert.equal(agreeing(1, 1.0002), 3);
  assert.equal(agreeing(1, -1), 0);
  assert.equal(agreeing(NaN, 1), 0);
  assert.equal(agreeing(0, 0), 16);
});

test('the gradient of the page agrees with both measurements', () => {
  const rows = check({ x: 0.5, y: 1, theta: { 1: 0.8, 2: -1.2, 3: 1.5 } });
  assert.deepEqual(rows.map((row) => row.layer), [1, 2, 3]);
  for (const { digits } of rows) assert.ok(digits.central >= 8 && digits.complex >= 14, JSON.stringify(digits));
});

test('the complex sigmoid does not overflow', () => {
  for (const z of [-800, 800]) assert.ok(complexSigmoid([z, 1e-20]).every(Number.isFinite));
});
