// The gradient held against two measurements that know nothing of backpropagation.
import { costAlong, errorSignals, forward, gradients, layers } from './network.js';

/** The slope of a short secant, as bpcore's central_difference takes it: some nine digits. */
export function centralDifference(f, x, h = 6e-6) {
  const step = h * Math.max(1, Math.abs(x));
  return (f(x + step) - f(x - step)) / (2 * step);
}

const times = ([a, b], [c, d]) => [a * c - b * d, a * d + b * c];

function over([a, b], [c, d]) {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
}

const exp = ([a, b]) => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];

/** The sigmoid (1) of a complex number [real, imaginary]. */
export function complexSigmoid(z) {
  const e = exp(z[0] < 0 ? z : [-z[0], -z[1]]);
  return over(z[0] < 0 ? e : [1, 0], [1 + e[0], e[1]]);
}

/** The derivative of the cost with respect to one weight, Im J(theta + ih) / h: all digits. */
export function complexStep(layer, { x, y, theta }, h = 1e-20) {
  const last = layers(theta).length + 1;
  let a = [x, 0];
  for (let l = 2; l <= last; l += 1) {
    const z = times([theta[l - 1], l - 1 === layer ? h : 0], a);
    a = l < last ? complexSigmoid(z) : z;
  }
  const error = [a[0] - y, a[1]];
  return times(error, error)[1] / 2 / h;
}

/** How many leading digits of two numbers agree, at most 16. */
export function agreeing(one, other) {
  if (one === other) return 16;
  const apart = Math.abs(one - other) / Math.max(Math.abs(one), Math.abs(other));
  const digits = Math.floor(-Math.log10(apart));
  return Number.isFinite(digits) ? Math.max(0, Math.min(16, digits)) : 0;
}

/** For every weight its derivative by the equations and by both measurements, and how far each agrees. */
export function check(point) {
  const { z, a } = forward(point.x, point.theta);
  const gradient = gradients(errorSignals(z, point.y, point.theta), a);
  return layers(point.theta).map((layer) => {
    const analytic = gradient[layer];
    const central = centralDifference(costAlong(layer, point), point.theta[layer]);
    const complex = complexStep(layer, point);
    const digits = { central: agreeing(analytic, central), complex: agreeing(analytic, complex) };
    return { layer, analytic, central, complex, digits };
  });
}
