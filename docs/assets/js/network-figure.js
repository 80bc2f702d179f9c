// Wakes a moving network: its inputs, its stepper, its update, and the address that remembers the moment.
import { checks, figureTexts, inputTexts, numbersIn, panels } from './view.js';
import { layers, update, valuesAt } from './network.js';
import { partsOf, showChecks, showCurves, showFigure, showInputs, showNumbers, showStep } from './network-parts.js';
import { read, write } from './state.js';
import { remember } from './remember.js';
import { rounded } from './numbers.js';
import { words } from './words.js';

/** Gives the element its life; its starting moment is what it was drawn with. */
export function bring(element) {
  const start = drawnAt(element);
  const parts = partsOf(element);
  const count = parts.steps.length;
  let moment = { ...read(window.location.search, start), ...typed(parts, start) };
  let allDigits = element.querySelector('[data-do=digits]').checked;
  let shown = null; // the step that is marked

  function show(next, said = '') {
    moment = { ...next, step: Math.min(next.step, count) };
    const values = valuesAt(moment);
    if (moment.step !== shown) showStep(parts, moment.step);
    shown = moment.step;
    showInputs(parts, moment, inputTexts(values));
    showFigure(parts, figureTexts(values));
    showNumbers(parts, moment.step, (step) => numbersIn(step, values, allDigits));
    showCurves(parts, panels(moment, values));
    showChecks(parts, checks(moment));
    if (said) parts.status.textContent = said;
    remember(element, parts.link, write(window.location.search, moment, start));
  }

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
  let moment = { eta: 0, theta: {}, step: 0 }; // a figure without an update has no learning rate
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

/** A step in words; the numbers follow as they stand in the row. */
function spoken({ steps }, step) {
  if (!step) return 'All values.';
  const { name, numbers } = steps[step - 1];
  return `Step ${step} of ${steps.length}: ${words(name)} ${numbers.map((part) => part.textContent).join(' ')}`.trim();
}
