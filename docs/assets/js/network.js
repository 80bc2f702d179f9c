// The network with a single path of equation (6), in plain numbers, as bpcore/path.py computes it.
// theta, z, a, delta and gradient are objects keyed by the page's own layer index.

/** The sigmoid of (1); e^-|z| cannot overflow as e^-z can. */
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

/** The sigmoid's derivative (5) at the net input; as a product of two sigmoids it does not cancel. */
export function sigmoidPrime(z) {
  return sigmoid(z) * sigmoid(-z);
}

/** The layers of an object, in order. */
export const layers = (values) => Object.keys(values).map(Number);

/** The net inputs z and the activations a for the input x, equation (6). */
export function forward(x, theta) {
  const last = layers(theta).length + 1;
  const z = {};
  const a = { 1: x };
  for (let l = 2; l <= last; l += 1) {
    z[l] = theta[l - 1] * a[l - 1];
    a[l] = l < last ? sigmoid(z[l]) : z[l];
  }
  return { z, a };
}

/** The cost (7), half of the squared error. */
export const cost = (yhat, y) => (yhat - y) ** 2 / 2;

/** The error signals of (14) to (16) for the cost (7). */
export function errorSignals(z, y, theta) {
  const last = layers(theta).length + 1;
  const delta = { [last]: z[last] - y };
  for (let l = last - 1; l >= 2; l -= 1) {
    delta[l] = delta[l + 1] * theta[l] * sigmoidPrime(z[l]);
  }
  return delta;
}

/** The derivatives of the cost with respect to the weights, (9) to (11). */
export function gradients(delta, a) {
  return Object.fromEntries(layers(delta).map((l) => [l - 1, delta[l] * a[l - 1]]));
}

/** The weights after one step of gradient descent, (12) and (17). */
export function update(theta, gradient, eta) {
  return Object.fromEntries(layers(theta).map((l) => [l, theta[l] - eta * gradient[l]]));
}

/** The cost as a function of one weight, all else as it is; without a new object for each value. */
export function costAlong(layer, { x, y, theta }) {
  const weights = layers(theta).map((l) => theta[l]);
  const output = weights.length - 1;
  return (weight) => {
    let a = x;
    for (let index = 0; index <= output; index += 1) {
      const z = (index === layer - 1 ? weight : weights[index]) * a;
      a = index < output ? sigmoid(z) : z;
    }
    return cost(a, y);
  };
}

/** Everything there is to know at a point { x, y, eta, theta }: by symbol, as the figure names them. */
export function valuesAt({ x, y, eta, theta }) {
  const { z, a } = forward(x, theta);
  const delta = errorSignals(z, y, theta);
  const gradient = gradients(delta, a);
  const last = layers(theta).length + 1;
  const values = { x, y, eta, yhat: a[last], J: cost(a[last], y) };
  for (const [name, numbers] of Object.entries({ theta, z, a, delta, gradient })) {
    for (const l of layers(numbers)) values[name + l] = numbers[l];
  }
  for (const l of layers(theta).slice(1)) values[`back${l}`] = theta[l] * sigmoidPrime(z[l]);
  return values;
}
