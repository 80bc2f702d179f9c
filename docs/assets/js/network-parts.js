// The parts of a moving network in the page, and how they show what they are told.
import { knownFrom, lit, statement } from './steps.js';

/** Everything that a moment changes, found once. */
export function partsOf(element) {
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
    equations: equationsOf(element, steps),
    symbols: all('.moving-figure [data-symbol]'),
    values: all('[data-value]'),
    inputs: all('input[data-input]'),
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

/** For each step, the rows of the page's own equations that state it. */
function equationsOf(element, steps) {
  const rows = [...element.closest('article').querySelectorAll('[data-states]')];
  return steps.map((step) => rows.filter((row) => row.dataset.states === statement(step)));
}

// What stands there already is left alone: a new text node costs a layout, a comparison nothing.
function write(part, text) {
  if (part.textContent !== text) part.textContent = text;
}

/** The sliders and fields, with what a slider's place means in `texts`. */
export function showInputs({ inputs }, moment, texts) {
  for (const input of inputs) {
    const name = input.dataset.input;
    const value = name.startsWith('theta') ? moment.theta[name.slice(5)] : moment[name];
    const slider = input.type === 'range';
    // Never under the reader's hand: "1." and "-" are on their way to a number.
    if (slider || (input.valueAsNumber !== value && input !== document.activeElement)) input.value = value;
    if (slider) input.setAttribute('aria-valuetext', texts[name]);
  }
}

/** The numbers beside the symbols of the figure. */
export function showFigure({ values }, texts) {
  for (const value of values) write(value, texts[value.dataset.value]);
}

/** The numbers below the equations of the steps. */
export function showNumbers({ steps, now }, current, numbersOf) {
  steps.forEach((step, index) => {
    const texts = numbersOf(step);
    step.numbers.forEach((part, at) => write(part, texts[at] ?? ''));
    if (index + 1 === current) now.querySelectorAll('.moving-number').forEach((part, at) => write(part, texts[at] ?? ''));
  });
}

/** Which step it is: lit in the figure, marked in the list and in the page's own equations. */
export function showStep({ steps, symbols, values, known, equations, place, now }, current) {
  const lights = current ? lit(steps[current - 1]) : new Set();
  const later = (symbol) => current > 0 && (known[symbol] ?? 0) > current;
  for (const part of symbols) {
    part.classList.toggle('lit', lights.has(part.dataset.symbol));
    part.classList.toggle('later', later(part.dataset.symbol));
  }
  for (const value of values) value.classList.toggle('later', later(value.dataset.value));
  steps.forEach(({ row }, index) => {
    if (index + 1 === current) row.setAttribute('aria-current', 'step');
    else row.removeAttribute('aria-current');
    row.classList.toggle('later', current > 0 && index + 1 > current);
  });
  for (const row of equations.flat()) row.classList.toggle('stepped', Boolean(equations[current - 1]?.includes(row)));
  write(place, current ? `Step ${current} of ${steps.length}` : `${steps.length} steps`);
  now.replaceChildren(...(current ? copyOf(steps[current - 1].row) : []));
}

/** The current equation once more beside the buttons, to be seen only: without what takes the focus. */
function copyOf(row) {
  const copy = row.cloneNode(true);
  copy.querySelector('a')?.remove();
  return copy.childNodes;
}

/** The panels of the cost along each weight. */
export function showCurves({ curves }, drawn) {
  curves.forEach((parts, index) => {
    const { curve, tangent, step, point, top, domain } = drawn[index];
    parts.curve.setAttribute('d', curve);
    parts.tangent.setAttribute('d', tangent);
    parts.step.setAttribute('d', step);
    parts.point.setAttribute('cx', point[0]);
    parts.point.setAttribute('cy', point[1]);
    write(parts.top, String(top));
    parts.ends.forEach((end, side) => write(end, String(domain[side]).replace('-', '\u2212')));
  });
}

/** The table of the gradient check. */
export function showChecks({ checks }, rows) {
  checks.forEach((cells, index) => {
    for (const cell of cells) {
      const { check } = cell.dataset;
      if (check === 'digits') write(cell, agreement(rows[index].digits));
      else rows[index][check].forEach((text, half) => write(cell.children[half], text));
    }
  });
}

const agreement = ({ central, complex }) => `${central} and ${complex}`;
