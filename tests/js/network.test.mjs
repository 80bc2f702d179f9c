// The numbers of the page's script against those that bpcore computes, written when the test runs.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { complexStep, centralDifference } from '../../docs/assets/js/gradient-check.js';
import * as network from '../../docs/assets/js/network.js';
import { writtenBy } from './written.mjs';

let written;
before(() => { written = writtenBy('tests.js.random_networks'); });

function agree(ours, bpcores, what, tolerance = 1e-12) {
  const keys = Object.keys(bpcores).sort();
  assert.deepEqual(Object.keys(ours).sort(), keys, what);
  for (const key of keys) {
    const apart = Math.abs(ours[key] - bpcores[key]);
    assert.ok(apart <= tolerance * Math.max(1, Math.abs(bpcores[key])), `${what}[${key}]: ${ours[key]}, bpcore ${bpcores[key]}`);
  }
}

test('a thousand random networks agree with bpcore to 1e-12', () => {
  assert.equal(written.networks.length, 1000);
  for (const given of written.networks) {
    const { z, a } = network.forward(given.x, given.theta);
    const delta = network.errorSignals(z, given.y, given.theta);
    const gradient = network.gradients(delta, a);
    agree(z, given.z, 'z');
    agree(a, given.a, 'a');
    agree(delta, given.delta, 'delta');
    agree(gradient, given.gradient, 'gradient');
    agree(network.update(given.theta, gradient, given.eta), given.after, 'after');
    const last = network.layers(given.theta).length + 1;
    agree([network.cost(a[last], given.y)], [given.J], 'J');
  }
});

test('the complex step agrees with that of bpcore to 1e-12', () => {
  for (const given of written.networks) {
    const ours = Object.fromEntries(network.layers(given.theta).map((l) => [l, complexStep(l, given)]));
    agree(ours, given.complex, 'complex');
  }
});

test('the central difference agrees with that of bpcore to nine digits', () => {
  for (const given of written.networks) {
    const slope = (l) => centralDifference(network.costAlong(l, given), given.theta[l]);
    const ours = Object.fromEntries(network.layers(given.theta).map((l) => [l, slope(l)]));
    agree(ours, given.central, 'central', 1e-9 * Math.max(1, given.J));
  }
});

test('the cost along a weight is that of the forward pass, bit by bit', () => {
  for (const given of written.networks) {
    const last = network.layers(given.theta).length + 1;
    for (const l of network.layers(given.theta)) {
      const moved = { ...given.theta, [l]: 0.7 };
      const whole = network.cost(network.forward(given.x, moved).a[last], given.y);
      assert.equal(network.costAlong(l, given)(0.7), whole);
    }
  }
});

test('the derivative of the sigmoid keeps its digits in the tails', () => {
  for (const [z, value] of Object.entries(written.sigmoid_prime)) {
    const ours = network.sigmoidPrime(Number(z));
    assert.ok(Math.abs(ours - value) <= 1e-14 * value, `at ${z}: ${ours}, bpcore ${value}`);
  }
});

test('the values at a point have the names of the figure', () => {
  const values = network.valuesAt({ x: 0.5, y: 1, eta: 0.1, theta: { 1: 0.8, 2: -1.2, 3: 1.5 } });
  assert.equal(values.z3.toFixed(6), '-0.718425');
  assert.equal(values.yhat, values.a4);
  assert.ok(Math.abs(values.delta3 - values.delta4 * values.back3) < 1e-16);
  assert.equal(values.gradient2, values.delta3 * values.a2);
});
