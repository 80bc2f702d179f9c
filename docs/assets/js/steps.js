// One walk through the network: forward node by node, then backward.

// What a step lights in the figure besides its own node and the symbols of its equation.
const EDGES = {
  a2: ['activation2'], a3: ['activation3'], a4: ['activation4', 'yhat'],
  delta4: ['back4'], delta3: ['back3'], delta2: ['back2'],
};
const SYMBOL = /\b(?:yhat|x|y|J|(?:z|a|theta|delta|gradient)\d)\b/g;

/** The symbols of a formula such as "(yhat - y) theta3 sigma'(z3) a2", each once. */
export const symbolsOf = (formula) => [...new Set(formula.match(SYMBOL))];

/** The formula with each symbol's number in its place; a negative one in brackets where it must be. */
export function withNumbers(formula, values, write) {
  return formula.replace(SYMBOL, (symbol, at) => {
    const text = write(values[symbol], symbol);
    const first = at === 0 || formula[at - 1] === '(';
    return text.startsWith('\u2212') && !first ? `(${text})` : text;
  });
}

/** What a step states, as the rows of the page's equations carry it. */
export const statement = ({ name, formula }) => `${name} = ${formula}`;

/** What lights up at a step of that name and formula. */
export function lit({ name, formula }) {
  const way = name.startsWith('gradient') ? wayBack(formula) : [];
  return new Set([name, ...symbolsOf(formula), ...(EDGES[name] ?? weightOf(name)), ...way]);
}

/** A derivative lights the weight it belongs to; what leads to a net input stands in its equation. */
function weightOf(name) {
  return name.startsWith('gradient') ? [`theta${name.slice(-1)}`] : [];
}

/** The arrows of a derivative that goes the whole way from the output by itself. */
function wayBack(formula) {
  if (!formula.includes('yhat')) return [];
  return [4, ...[3, 2].filter((l) => formula.includes(`theta${l}`))].flatMap((l) => [`back${l}`, `delta${l}`]);
}

/** By symbol, the number of the step that first knows it; numbers that were chosen are known at once. */
export function knownFrom(steps) {
  const known = {};
  steps.forEach((step, index) => {
    for (const symbol of [step.name, ...lit(step)]) known[symbol] ??= index + 1;
  });
  return known;
}
