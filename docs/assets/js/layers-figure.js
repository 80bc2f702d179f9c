// Wakes a learning network: its settings, its steps, and the address that remembers both.
import { changed, LAST_STEP, read, write } from './layers-state.js';
import { costCurve, surface } from './layers-plots.js';
import { marksIn, reading, tables } from './layers-words.js';
import { drawings } from './layers-drawing.js';
import { remember } from './remember.js';
import { trained } from './layers-training.js';

const STEPS_A_FRAME = 10;
const CALM = 60; // frames between two drawings for a reader who wants little motion

/** Gives the element its life; its starting state is the one it was drawn in. */
export function bring(element) {
  const parts = partsOf(element);
  let state = chosenEarly(parts, read(window.location.search));
  let training = trained(state);
  let frame = 0;

  function show() {
    draw(parts, training, state.example - 1);
    remember(element, parts.link, write(window.location.search, state));
  }

  function step(count) {
    for (let done = 0; done < count && training.steps < LAST_STEP; done += 1) training.step();
    state = { ...state, steps: training.steps };
  }

  function stop() {
    cancelAnimationFrame(frame);
    document.removeEventListener('visibilitychange', stop);
    parts.run.textContent = 'Run';
    if (frame) say();
    frame = 0;
  }

  function run() {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    let frames = 0;
    const next = () => {
      if (!element.isConnected) return stop();
      step(STEPS_A_FRAME);
      frames += 1;
      if (!calm || frames % CALM === 0) show();
      if (training.steps < LAST_STEP) frame = requestAnimationFrame(next);
      else stop();
    };
    parts.run.textContent = 'Pause';
    document.addEventListener('visibilitychange', stop);
    frame = requestAnimationFrame(next);
  }

  /** Shows where it stands, and tells it to those who hear the page. */
  function say() {
    show();
    parts.status.textContent = reading(training);
  }

  const actions = {
    step: () => { stop(); step(1); say(); },
    run: () => (frame ? stop() : run()),
    reset: () => { stop(); begin({ ...state, steps: 0 }); say(); },
  };

  function begin(next) {
    state = next;
    training = trained(state);
  }

  /** A new setting begins the training anew; another example is shown in the one there is. */
  function change(name, text) {
    const next = changed(state, name, text);
    if (next === state) return;
    if (name === 'example') state = next;
    else { stop(); begin(next); }
    showSettings(parts, state);
    show();
  }

  element.addEventListener('click', ({ target }) => {
    actions[target.closest('button')?.dataset.do]?.();
    const place = target.closest('[data-example]');
    if (place) change('example', place.dataset.example);
  });
  element.addEventListener('input', ({ target }) => {
    const { setting } = target.dataset;
    if (setting) change(setting, setting === 'units' ? unitsIn(parts) : target.value);
    if (target === parts.exact) show();
  });
  element.addEventListener('focusout', () => showSettings(parts, state));
  showSettings(parts, state);
  show();
}

function partsOf(element) {
  const find = (selector) => element.querySelector(selector);
  return {
    settings: [...element.querySelectorAll('[data-setting]')],
    drawings: [find('.figure-across'), find('.figure-down')],
    surface: find('.layers-surface'),
    costs: find('.layers-costs'),
    reading: find('.layers-reading'),
    marks: find('.layers-marks'),
    exact: find('[data-do=exact]'),
    tables: find('.layers-tables'),
    run: find('[data-do=run]'),
    status: find('[role=status]'),
    link: find('.moving-link'),
  };
}

/** What the reader has already chosen while this script was on its way. */
function chosenEarly(parts, state) {
  return parts.settings.filter(isMoved).reduce((next, { dataset: { setting }, value }) =>
    changed(next, setting, setting === 'units' ? unitsIn(parts) : value), state);
}

function isMoved({ selectedOptions, value, defaultValue }) {
  return selectedOptions ? !selectedOptions[0].defaultSelected : value !== defaultValue;
}

const unitsOf = ({ settings }) => settings.filter(({ dataset }) => dataset.setting === 'units');
const unitsIn = (parts) => unitsOf(parts).map(({ value }) => value).filter(Boolean).join(',');

function showSettings(parts, state) {
  for (const control of parts.settings) {
    const { setting } = control.dataset;
    const index = unitsOf(parts).indexOf(control);
    const value = String((setting === 'units' ? state.units[index] : state[setting]) ?? '');
    // Never under the reader's hand: "0." is on its way to a number.
    if (control.value !== value && (control.options || control !== document.activeElement)) control.value = value;
  }
}

function draw(parts, training, example) {
  drawings(training, example).forEach(({ viewBox, markup }, index) => {
    parts.drawings[index].setAttribute('viewBox', viewBox);
    parts.drawings[index].innerHTML = markup;
  });
  parts.surface.innerHTML = surface(training, example);
  parts.costs.innerHTML = costCurve(training);
  parts.reading.textContent = reading(training);
  parts.marks.textContent = marksIn(training, example);
  parts.tables.hidden = !parts.exact.checked;
  parts.tables.innerHTML = parts.exact.checked ? tables(training, example) : '';
}
