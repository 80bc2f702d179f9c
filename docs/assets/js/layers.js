// The layered network over a batch of examples, in plain numbers, as bpcore/network.py computes it.
// Keyed by layer: theta[l] has a row for each unit of layer l + 1, its bias in column 0; z[l], a[l]
// and delta[l] have a row for each example. `activations` and `cost` are names of bpcore.
import { layers, sigmoid, sigmoidPrime } from './network.js';

/** The derivative of the hyperbolic tangent (26) at the net input; 1 - tanh(z)^2 would cancel. */
function tanhPrime(z) {
  const e = Math.exp(-Math.abs(z));
  return ((2 * e) / (1 + e * e)) ** 2;
}

const ACTIVATIONS = {
  identity: (z) => z, sigmoid, tanh: Math.tanh, relu: (z) => (z <= 0 ? 0 : z), // (24)
};
const SLOPES = {
  identity: () => 1, sigmoid: sigmoidPrime, tanh: tanhPrime, relu: (z) => (z > 0 ? 1 : 0), // (25)
};

/** The slope of the activation of that name at the net input. */
export const slope = (activation, z) => SLOPES[activation](z);

const last = (theta) => layers(theta).length + 1;

/** The net inputs z and the activations a for the batch x, equation (43) for each example. */
export function forward(x, theta, activations) {
  const z = {};
  const a = { 1: x };
  for (const l of layers(theta)) {
    const g = ACTIVATIONS[activations[l + 1]];
    z[l + 1] = a[l].map((inputs) => theta[l].map((weights) => weigh(weights, inputs)));
    a[l + 1] = z[l + 1].map((nets) => nets.map(g));
  }
  return { z, a };
}

function weigh(weights, inputs) {
  let net = weights[0];
  for (let j = 0; j < inputs.length; j += 1) net += weights[j + 1] * inputs[j];
  return net;
}

/** The error signals of each example, (47) and (49), not yet averaged over the batch. */
export function errorSignals(z, y, theta, activations, cost) {
  const end = last(theta);
  const output = OUTPUT_DELTAS[cost];
  const delta = { [end]: z[end].map((nets, i) => nets.map((net, k) => output(net, y[i][k], activations[end]))) };
  for (let l = end - 1; l > 1; l -= 1) {
    const prime = SLOPES[activations[l]];
    delta[l] = z[l].map((nets, i) => nets.map((net, j) => weighBack(theta[l], delta[l + 1][i], j + 1) * prime(net)));
  }
  return delta;
}

function weighBack(theta, errors, column) {
  let total = 0;
  for (let k = 0; k < errors.length; k += 1) total += errors[k] * theta[k][column];
  return total;
}

// Cross-entropy is that of a sigmoid, as (20): yhat - y, whose terms keep their digits near the target.
const OUTPUT_DELTAS = {
  half_squared_error: (z, y, activation) => (ACTIVATIONS[activation](z) - y) * SLOPES[activation](z),
  binary_cross_entropy: (z, y) => sigmoid(z) * (1 - y) - sigmoid(-z) * y,
};

/** The derivatives of the batch's mean cost with respect to theta, (50) and (51) as a mean. */
export function gradients(delta, a) {
  const m = a[1].length;
  return Object.fromEntries(layers(delta).map((l) => [l - 1, gradient(delta[l], a[l - 1], m)]));
}

function gradient(delta, a, m) {
  return delta[0].map((_, k) => {
    const row = new Array(a[0].length + 1).fill(0);
    for (let i = 0; i < m; i += 1) {
      row[0] += delta[i][k];
      for (let j = 0; j < a[i].length; j += 1) row[j + 1] += delta[i][k] * a[i][j];
    }
    return row.map((sum) => sum / m);
  });
}

/** The weights after one step of gradient descent, (12). */
export function update(theta, gradient, eta) {
  const moved = (l) => theta[l].map((row, k) => row.map((weight, j) => weight - eta * gradient[l][k][j]));
  return Object.fromEntries(layers(theta).map((l) => [l, moved(l)]));
}

/** The mean over the batch of the cost (7) or (19), from the net inputs of the output layer. */
export function meanCost(z, y, activation, cost) {
  const one = COSTS[cost];
  const costs = z.map((nets, i) => nets.reduce((sum, net, k) => sum + one(net, y[i][k], activation), 0));
  return costs.reduce((sum, value) => sum + value, 0) / costs.length;
}

// log(1 + e^-|z|), and |z| for what the prediction has on the wrong side: nothing overflows.
const COSTS = {
  half_squared_error: (z, y, activation) => (ACTIVATIONS[activation](z) - y) ** 2 / 2,
  binary_cross_entropy: (z, y) => Math.log1p(Math.exp(-Math.abs(z))) + (z < 0 ? y : 1 - y) * Math.abs(z),
};
