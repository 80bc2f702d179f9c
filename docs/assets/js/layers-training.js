// A network in training: gradient descent on the whole batch, step by step from its first weights.
import { errorSignals, forward, gradients, meanCost, slope, update } from './layers.js';
import { DATA, startingWeights } from './layers-data.js';

/** Below this slope a unit is called saturated: next to nothing of its error signal gets through. */
export const SATURATED = 0.01;

export class Training {
  constructor({ units, activation, cost, data, eta, seed }) {
    this.sizes = [2, ...units, 1];
    this.last = this.sizes.length;
    Object.assign(this, { cost, eta, ...DATA[data] });
    this.activations = { [this.last]: 'sigmoid' };
    for (let l = 2; l < this.last; l += 1) this.activations[l] = activation;
    this.theta = startingWeights(seed, this.sizes);
    this.costs = [];
    this.#look();
  }

  get steps() { return this.costs.length - 1; }

  /** One step of gradient descent, with the mean gradient of all examples. */
  step() {
    this.theta = update(this.theta, gradients(this.delta, this.a), this.eta);
    this.#look();
  }

  #look() {
    const { x, y, theta, activations, cost, last } = this;
    Object.assign(this, forward(x, theta, activations));
    this.delta = errorSignals(this.z, y, theta, activations, cost);
    this.costs.push(meanCost(this.z[last], y, activations[last], cost));
  }

  /** The predictions for other inputs. */
  predict(x) {
    return forward(x, this.theta, this.activations).a[this.last].map(([yhat]) => yhat);
  }

  /** How many examples are on their side of one half. */
  get right() {
    return this.a[this.last].filter(([yhat], i) => (yhat > 0.5) === (this.y[i][0] > 0.5)).length;
  }

  /** Whether a unit is dead for all examples, or saturated for one of them, or '' for neither. */
  mark(l, unit, example) {
    const activation = this.activations[l];
    if (l === this.last && this.cost === 'binary_cross_entropy') return ''; // (20) has no slope in it
    if (activation === 'relu') return this.z[l].every((nets) => nets[unit] <= 0) ? 'dead' : '';
    return slope(activation, this.z[l][example][unit]) < SATURATED ? 'saturated' : '';
  }
}

/** The network in the state that is asked for. */
export function trained(state) {
  const training = new Training(state);
  while (training.steps < state.steps) training.step();
  return training;
}
