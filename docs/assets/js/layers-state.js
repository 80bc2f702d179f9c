// All that determines a learning network, in the page's address: ?units=3,2&activation=relu&steps=40
import { DATA } from './layers-data.js';

/** What can be chosen by name; the activations and the costs are bpcore's names. */
export const CHOICES = {
  activation: ['sigmoid', 'tanh', 'relu'],
  cost: ['binary_cross_entropy', 'half_squared_error'],
  data: ['xor', 'circles', 'line'],
};

/** How the figure begins: a network that learns XOR. */
export const START = {
  units: [2], activation: 'tanh', cost: 'binary_cross_entropy', data: 'xor', eta: 0.5, seed: 4, example: 1, steps: 0,
};

/** How far a network is trained; the address of a longer training would take its reader's time. */
export const LAST_STEP = 10_000;
const MOST = { layers: 4, units: 5, seed: 1_000_000, eta: 1_000 };

const whole = (text, low, high) => {
  const number = Number(text);
  return Number.isInteger(number) && number >= low && number <= high ? number : null;
};

const oneOf = (name) => (text) => (CHOICES[name].includes(text) ? text : null);

// What each text of an address or a control means; null where it means nothing.
const READERS = {
  units: (text) => {
    const units = text.split(',').map((part) => whole(part, 1, MOST.units));
    return units.length <= MOST.layers && units.every(Boolean) ? units : null;
  },
  activation: oneOf('activation'),
  cost: oneOf('cost'),
  data: oneOf('data'),
  eta: (text) => (Number(text) >= 0 && Number(text) <= MOST.eta ? Number(text) : null),
  seed: (text) => whole(text, 0, MOST.seed),
  example: (text, { data }) => whole(text, 1, DATA[data].x.length),
  steps: (text) => whole(text, 0, LAST_STEP),
};

/** The state with one of its parts as a text says; as it was where that means nothing. */
export function changed(state, name, text) {
  const value = text?.trim() ? READERS[name](text, state) : null;
  if (value === null) return state;
  const begun = name === 'example' ? {} : { steps: 0 };
  const next = { ...state, ...begun, [name]: value };
  return { ...next, example: Math.min(next.example, DATA[next.data].x.length) };
}

/** The state that an address's query names; the steps come last, for all else begins anew. */
export function read(query, start = START) {
  const asked = new URLSearchParams(query);
  return Object.keys(START).reduce((state, name) => changed(state, name, asked.get(name)), start);
}

/** The query with the state in it: what differs from the start, one address for each state. */
export function write(query, state) {
  const wanted = new URLSearchParams(query);
  for (const name of Object.keys(START)) {
    wanted.delete(name);
    if (String(state[name]) !== String(START[name])) wanted.append(name, String(state[name]));
  }
  const written = wanted.toString().replaceAll('%2C', ',');
  return written && `?${written}`;
}
