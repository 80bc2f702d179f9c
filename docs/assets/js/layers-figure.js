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
  const figure = new Figure(element);
  element.addEventListener('click', ({ target }) => {
    const action = target.closest('button')?.dataset.do;
    if (action) figure[action]();
    const place = target.closest('[data-example]');
    if (place) figure.change('example', place.dataset.example);
  });
  element.addEventListener('input', ({ target }) => figure.hear(target));
  element.addEventListener('focusout', () => figure.showSettings());
}

/** A training, and the parts of the page that show it. */
class Figure {
  #frame = 0; // the animation frame to come while it runs

  constructor(element) {
    this.element = element;
    this.parts = partsOf(element);
    this.begin(chosenEarly(this.parts, read(window.location.search)));
    this.showSettings();
    this.show();
  }

  begin(state) {
    this.state = state;
    this.training = trained(state);
  }

  show() {
    draw(this.parts, this.training, this.state.example - 1);
    remember(this.element, this.parts.link, write(window.location.search, this.state));
  }

  showSettings() { showSettings(this.parts, this.state); }

  /** Shows where it stands, and tells it to those who hear the page. */
  say() {
    this.show();
    this.parts.status.textContent = reading(this.training);
  }

  advance(count) {
    const { training } = this;
    for (let done = 0; done < count && training.steps < LAST_STEP; done += 1) training.step();
    this.state = { ...this.state, steps: training.steps };
  }

  step() {
    this.stop();
    this.advance(1);
    this.say();
  }

  reset() {
    this.stop();
    this.begin({ ...this.state, steps: 0 });
    this.say();
  }

  run() {
    if (this.#frame) {
      this.stop();
      return;
    }
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.parts.run.textContent = 'Pause';
    document.addEventListener('visibilitychange', this.stop);
    this.#await(calm ? CALM : 1, 1);
  }

  /** Trains at each frame from now on, and shows it at every so many of them. */
  #await(every, count) {
    this.#frame = requestAnimationFrame(() => {
      if (this.element.isConnected) this.advance(STEPS_A_FRAME);
      if (!this.element.isConnected || this.training.steps === LAST_STEP) {
        this.stop();
        return;
      }
      if (count % every === 0) this.show();
      this.#await(every, count + 1);
    });
  }

  stop = () => {
    if (!this.#frame) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    document.removeEventListener('visibilitychange', this.stop);
    this.parts.run.textContent = 'Run';
    this.say();
  };

  /** What the reader has typed or chosen. */
  hear(control) {
    const { setting } = control.dataset;
    if (setting) this.change(setting, setting === 'units' ? unitsIn(this.parts) : control.value);
    if (control === this.parts.exact) this.show();
  }

  /** A new setting begins the training anew; another example is shown in the one there is. */
  change(name, text) {
    const next = changed(this.state, name, text);
    if (next === this.state) return;
    if (name === 'example') {
      this.state = next;
    } else {
      this.stop();
      this.begin(next);
    }
    this.showSettings();
    this.show();
  }
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
