// Wakes a moving network: its inputs, its stepper, its update, and the address that remembers the moment.
import { checks, figureTexts, numbersIn, panels } from './view.js';
import { knownFrom, lit } from './steps.js';
import { layers, update, valuesAt } from './network.js';
import { read, write } from './state.js';
import { rounded } from './numbers.js';

/** Gives the element its life; its starting moment is what it was drawn with. */
export function bring(element) {
  const start = drawnAt(element);
  const parts = partsOf(element);
  let moment = { ...read(window.location.search, start), ...typed(parts, start) };
  let allDigits = element.querySelector('[data-do=digits]').checked;

  function show(next, said = '') {
    moment = next;
    const values = valuesAt(moment);
    showInputs(parts, moment);
    showFigure(parts, moment.step, figureTexts(values));
    showSteps(parts, moment.step, (step) => numbersIn(step, values, allDigits));
    showCurves(parts, panels(moment, values));
    showChecks(parts, checks(moment));
    say(parts, said);
    remember(element, parts, moment, start);
  }

  const count = parts.steps.length;
  const go = (step) => show({ ...moment, step }, spoken(parts, step));
  const actions = {
    next: () => go(moment.step < count ? moment.step + 1 : 0),
    back: () => go(moment.step ? moment.step - 1 : count),
    all: () => go(0),
    update: () => show(...updated(parts, moment)),
    reset: () => show({ ...start, theta: { ...start.theta } }, 'Back at the start.'),
  };

  element.addEventListener('click', ({ target }) => {
    actions[target.closest('button')?.dataset.do]?.();
    const row = target.closest('.moving-steps > li');
    if (row && !target.closest('a')) go(parts.steps.findIndex((step) => step.row === row) + 1);
  });
  element.addEventListener('input', ({ target }) => {
    if (target.dataset.do === 'digits') allDigits = target.checked;
    if (target.dataset.do === 'digits') show(moment);
    const asked = target.valueAsNumber;
    if (target.dataset.input && Number.isFinite(asked)) show(changed(moment, target.dataset.input, asked));
  });
  show(moment);
}

/** The moment that stands in the markup, whatever the browser may have kept from an earlier visit. */
function drawnAt(element) {
  let moment = { theta: {}, step: 0 };
  for (const input of element.querySelectorAll('input[type=number][data-input]')) {
    moment = changed(moment, input.dataset.input, Number(input.getAttribute('value')));
  }
  return moment;
}

/** What the reader has already changed while this script was on its way. */
function typed(parts, start) {
  let moment = {};
  for (const input of parts.inputs) {
    const drawn = Number(input.getAttribute('value'));
    const moved = Number.isFinite(input.valueAsNumber) && input.valueAsNumber !== drawn;
    if (moved) moment = changed({ ...start, ...moment }, input.dataset.input, input.valueAsNumber);
  }
  return moment;
}

function changed(moment, name, value) {
  const layer = name.startsWith('theta') && name.slice(5);
  return layer ? { ...moment, theta: { ...moment.theta, [layer]: value } } : { ...moment, [name]: value };
}

function updated(parts, moment) {
  const before = valuesAt(moment);
  const gradient = Object.fromEntries(layers(moment.theta).map((l) => [l, before[`gradient${l}`]]));
  const next = { ...moment, theta: update(moment.theta, gradient, moment.eta), step: 0 };
  for (const { before: ghost, curve } of parts.curves) ghost.setAttribute('d', curve.getAttribute('d'));
  return [next, `The cost: ${rounded(before.J)}, after the update ${rounded(valuesAt(next).J)}.`];
}

function partsOf(element) {
  const all = (selector) => [...element.querySelectorAll(selector)];
  const steps = all('.moving-steps > li').map((row) => ({
    row,
    name: row.dataset.step,
    formula: row.dataset.formula,
    numbers: [...row.querySelectorAll('.moving-number')],
  }));
  return {
    steps,
    known: knownFrom(steps),
    symbols: all('[data-symbol]'),
    values: all('[data-value]'),
    inputs: all('[data-input]'),
    place: element.querySelector('.moving-place'),
    now: element.querySelector('.moving-now'),
    status: element.querySelector('[role=status]'),
    link: element.querySelector('.moving-link'),
    curves: all('.moving-curve').map((curve) => ({
      before: curve.querySelector('.curve-before'),
      curve: curve.querySelector('.curve'),
      tangent: curve.querySelector('.curve-tangent'),
      step: curve.querySelector('.curve-step'),
      point: curve.querySelector('circle'),
      top: curve.querySelector('.curve-top'),
      ends: [...curve.querySelectorAll('.curve-end')],
    })),
    checks: all('.moving-check tbody tr').map((row) => [...row.querySelectorAll('[data-check]')]),
  };
}

function showInputs(parts, moment) {
  for (const input of parts.inputs) {
    const name = input.dataset.input;
    const value = name.startsWith('theta') ? moment.theta[name.slice(5)] : moment[name];
    // Never under the reader's hand: "1." and "-" are on their way to a number.
    if (input.valueAsNumber !== value && input !== document.activeElement) input.value = value;
    if (input === document.activeElement && input.type === 'range') input.value = value;
  }
}

function showFigure({ symbols, values, known, steps }, step, texts) {
  const lights = step ? lit(steps[step - 1]) : new Set();
  const later = (symbol) => step > 0 && (known[symbol] ?? 0) > step;
  for (const part of symbols) {
    const { symbol } = part.dataset;
    part.classList.toggle('lit', lights.has(symbol));
    part.classList.toggle('later', later(symbol));
  }
  for (const value of values) {
    const { value: symbol } = value.dataset;
    value.textContent = texts[symbol];
    value.classList.toggle('later', later(symbol));
  }
}

function showSteps({ steps, place, now }, current, numbersOf) {
  steps.forEach((step, index) => {
    const here = index + 1 === current;
    if (here) step.row.setAttribute('aria-current', 'step');
    else step.row.removeAttribute('aria-current');
    step.row.classList.toggle('later', current > 0 && index + 1 > current);
    const texts = numbersOf(step);
    step.numbers.forEach((part, at) => { part.textContent = texts[at] ?? ''; });
  });
  place.textContent = current ? `Step ${current} of ${steps.length}` : `${steps.length} steps`;
  now.replaceChildren(...(current ? copyOf(steps[current - 1].row) : []));
}

/** The current equation once more beside the buttons, for a screen that can't show both. */
function copyOf(row) {
  return [...row.cloneNode(true).childNodes];
}

function showCurves({ curves }, drawn) {
  curves.forEach((parts, index) => {
    const { curve, tangent, step, point, top, domain } = drawn[index];
    parts.curve.setAttribute('d', curve);
    parts.tangent.setAttribute('d', tangent);
    parts.step.setAttribute('d', step);
    parts.point.setAttribute('cx', point[0]);
    parts.point.setAttribute('cy', point[1]);
    parts.top.textContent = String(top);
    parts.ends.forEach((end, side) => { end.textContent = String(domain[side]).replace('-', '\u2212'); });
  });
}

function showChecks(parts, rows) {
  parts.checks.forEach((cells, index) => {
    for (const cell of cells) {
      const { check } = cell.dataset;
      if (check === 'digits') cell.textContent = agreement(rows[index].digits);
      else rows[index][check].forEach((text, half) => { cell.children[half].textContent = text; });
    }
  });
}

const agreement = ({ central, complex }) => `${central} and ${complex}`;

function say({ status }, text) {
  if (text) status.textContent = text;
}

/** A step in words; the numbers follow as they stand in the row. */
function spoken({ steps }, step) {
  if (!step) return 'All values.';
  const { name, numbers } = steps[step - 1];
  const words = name.replace('gradient', 'derivative of the cost by theta').replace(/(\d)$/, ' $1');
  return `Step ${step} of ${steps.length}: ${words} ${numbers.map((part) => part.textContent).join(' ')}`;
}

let writing = 0;

/** The address follows when the reader's hand rests, and never becomes a step of the history. */
function remember(element, { link }, moment, start) {
  const query = write(window.location.search, moment, start);
  link.setAttribute('href', `${query || window.location.pathname}#${element.id}`);
  clearTimeout(writing);
  writing = setTimeout(() => {
    if (!element.isConnected) return;
    const { pathname, hash } = window.location;
    window.history.replaceState(window.history.state, '', pathname + query + hash);
  }, 250);
}
