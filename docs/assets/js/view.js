// What the moving network shows at a moment, as texts and paths: the same at build time and in the page.
import { check } from './gradient-check.js';
import { brief, chosen, cutBehind, full, rounded, short, sixteen } from './numbers.js';
import { costAlong, layers, valuesAt } from './network.js';
import { panel } from './curves.js';
import { withNumbers } from './steps.js';

const PAPER = { width: 220, height: 120, pad: 12 };
const CHOSEN = /^(x|y|eta|theta\d)$/;

/** The text beside each symbol of the figure. */
export function figureTexts(values) {
  return Object.fromEntries(
    Object.entries(values).map(([symbol, value]) => [symbol, (CHOSEN.test(symbol) ? brief : short)(value)]),
  );
}

/** What each slider's place means to somebody who does not see what follows from it. */
export function inputTexts(values) {
  const names = Object.keys(values).filter((symbol) => CHOSEN.test(symbol));
  return Object.fromEntries(names.map((symbol) => [symbol, `${chosen(values[symbol])}, cost ${short(values.J)}`]));
}

/** The right side of an equation with the numbers in it, and what comes out. */
export function numbersIn({ name, formula }, values, allDigits = false) {
  const write = (value, symbol) => {
    if (allDigits) return full(value);
    return (CHOSEN.test(symbol) ? chosen : rounded)(value);
  };
  const plugged = withNumbers(formula, values, write);
  const result = write(values[name], name);
  return plugged === result ? [`= ${result}`] : [`= ${plugged}`, `= ${result}`];
}

/** For every weight, the cost along it: curve, tangent, point and the step that (17) would take. */
export function panels(point, values = valuesAt(point)) {
  return layers(point.theta).map((l) => {
    const slope = values[`gradient${l}`];
    const there = { at: point.theta[l], slope, step: -point.eta * slope };
    return panel(costAlong(l, point), there, PAPER);
  });
}

/** The rows of the gradient check: texts cut behind the digits that agree with the analytic gradient. */
export function checks(point) {
  return check(point).map(({ layer, analytic, central, complex, digits }) => ({
    layer,
    analytic: ['', sixteen(analytic)],
    central: cutBehind(sixteen(central), digits.central),
    complex: cutBehind(sixteen(complex), digits.complex),
    digits,
  }));
}
