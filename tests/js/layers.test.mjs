// The layered network of the page's script against bpcore, which writes its numbers when the test runs.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as network from '../../docs/assets/js/layers.js';
import { DATA, generator, startingWeights } from '../../docs/assets/js/layers-data.js';
import { writtenBy } from './written.mjs';

let networks;
before(() => { networks = writtenBy('tests.js.random_layers'); });

/** Each row to 1e-12 of the largest number in it: what cancels in a sum has no digits of its own. */
function agree(ours, bpcores, what) {
  assert.equal(ours.length, bpcores.length, what);
  if (Array.isArray(ours[0])) {
    ours.forEach((row, index) => agree(row, bpcores[index], what));
    return;
  }
  const size = Math.max(...bpcores.map(Math.abs));
  ours.forEach((value, index) => {
    const apart = Math.abs(value - bpcores[index]);
    assert.ok(apart <= 1e-12 * size, `${what}: ${value}, bpcore ${bpcores[index]}`);
  });
}

function agreeByLayer(ours, bpcores, what) {
  assert.deepEqual(Object.keys(ours).sort(), Object.keys(bpcores).sort(), what);
  for (const l of Object.keys(ours)) agree(ours[l], bpcores[l], `${what}[${l}]`);
}

test('a thousand random layered networks agree with bpcore to 1e-12', () => {
  assert.equal(networks.length, 1000);
  for (const { x, y, theta, activations, cost, eta, bpcore } of networks) {
    const { z, a } = network.forward(x, theta, activations);
    const delta = network.errorSignals(z, y, theta, activations, cost);
    const gradient = network.gradients(delta, a);
    agreeByLayer(z, bpcore.z, 'z');
    agreeByLayer(a, bpcore.a, 'a');
    agreeByLayer(delta, bpcore.delta, 'delta');
    agreeByLayer(gradient, bpcore.gradient, 'gradient');
    agreeByLayer(network.update(theta, gradient, eta), bpcore.after, 'after');
    const last = Object.keys(theta).length + 1;
    agree([network.meanCost(z[last], y, activations[last], cost)], [bpcore.J], 'J');
  }
});

test('the random networks have every number of layers and of units, each activation and both costs', () => {
  const found = (values) => [...new Set(networks.flatMap(values))].sort();
  assert.deepEqual(found(({ theta }) => Object.keys(theta).length), [1, 2, 3, 4]);
  assert.deepEqual(found(({ theta }) => Object.values(theta).map((rows) => rows.length)), [1, 2, 3, 4, 5]);
  assert.deepEqual(found(({ activations }) => Object.values(activations)), ['identity', 'relu', 'sigmoid', 'tanh']);
  assert.deepEqual(found(({ cost }) => cost), ['binary_cross_entropy', 'half_squared_error']);
});

test('the slope of a rectified linear unit at 0 is 0 by convention', () => {
  assert.deepEqual([-1e-300, 0, 1e-300].map((z) => network.slope('relu', z)), [0, 0, 1]);
});

test('the slope of tanh keeps its digits in the tails', () => {
  assert.equal(network.slope('tanh', 40).toPrecision(3), '7.22e-35');
  assert.equal(network.slope('tanh', -1000), 0);
});

test('a seed draws the same numbers everywhere', () => {
  const draw = generator(1);
  assert.deepEqual([draw(), draw()], [1291394886 / 2147483647, 1914720637 / 2147483647]);
  assert.equal(generator(0)(), 0);
});

test('weights begin between -2 and 2 in the shapes of the layers, and biases at 0', () => {
  const theta = startingWeights(3, [2, 3, 1]);
  assert.deepEqual(Object.values(theta).map((rows) => rows.map((row) => row.length)), [[3, 3, 3], [4]]);
  for (const [bias, ...weights] of [...theta[1], ...theta[2]]) {
    assert.equal(bias, 0);
    assert.ok(weights.every((weight) => weight > -2 && weight < 2 && weight !== 0));
  }
  assert.deepEqual(startingWeights(0, [2, 2, 1]), { 1: [[0, -2, -2], [0, -2, -2]], 2: [[0, -2, -2]] });
});

test('examples of both targets lie where they should, and within what is shown', () => {
  for (const { x, y, reach: [low, high] } of Object.values(DATA)) {
    assert.equal(x.length, y.length);
    assert.ok(x.flat().every((value) => value > low && value < high));
    assert.equal(y.flat().reduce((sum, target) => sum + target), x.length / 2);
  }
  DATA.circles.x.forEach(([x1, x2], i) => assert.equal(Math.hypot(x1, x2) < 0.6, DATA.circles.y[i][0] === 1));
  DATA.line.x.forEach(([x1, x2], i) => assert.equal(x1 + x2 > 0, DATA.line.y[i][0] === 1));
});
