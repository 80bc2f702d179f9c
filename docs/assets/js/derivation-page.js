// The page that checks a derivation: its box, what is drawn below it, and the checker that it asks.

import * as address from './derivation-address.js';
import { EXAMPLES } from './derivation-examples.js';
import { Drawing, rows } from './derivation-lines.js';
import { declarations, declared, summary } from './derivation-words.js';

const A_PAUSE = 400; // milliseconds without a key before what is typed is checked again
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const AGAIN = 'It could not be loaded. Is there a connection? Check tries again.';

export function open(element) {
  if (!element.hasAttribute('data-awake')) new Box(element).begin();
}

class Box {
  #drawing = new Drawing();
  #steps = [];
  #asked = 0; // the number of the latest question: what answers an older one is not shown
  #isAwake = false; // whether the checker has answered once, so that it may be asked unasked
  #python = null;
  #timer;

  constructor(element) {
    this.element = element;
    this.text = element.querySelector('[name=derivation]');
    this.names = element.querySelector('[name=names]');
    this.shown = element.querySelector('.derivation-lines');
    this.said = element.querySelector('[role=status]');
  }

  async begin() {
    this.element.setAttribute('data-awake', '');
    this.#offer();
    this.#listen();
    this.#drawing.load().then(() => this.#draw(), () => {}); // else the lines stay LaTeX
    await this.#restore(EXAMPLES[1][1]);
  }

  #part(name) {
    return this.element.querySelector(`[data-do=${name}]`);
  }

  #offer() {
    const buttons = EXAMPLES.map(([name, text]) => {
      const made = document.createElement('button');
      Object.assign(made, { type: 'button', textContent: name });
      made.addEventListener('click', () => this.#put({ text, declared: '' }));
      return made;
    });
    this.element.querySelector('.derivation-examples').append(...buttons);
  }

  #listen() {
    this.#part('check').addEventListener('click', () => this.#check());
    this.#part('stop').addEventListener('click', () => this.#stop());
    this.#part('copy').addEventListener('click', () => this.#copy());
    this.#part('infer').addEventListener('click', () => this.#put({ text: this.text.value, declared: '' }));
    this.text.addEventListener('input', () => this.#typed());
    this.names.addEventListener('input', () => this.#typed((this.names.dataset.own = '')));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#check();
    });
    window.addEventListener('hashchange', () => this.element.isConnected && this.#restore());
  }

  get #state() {
    return { text: this.text.value, declared: this.names.dataset.own === undefined ? '' : this.names.value };
  }

  /** What the address holds, else the lines given; a link within the page changes nothing. */
  async #restore(otherwise) {
    const found = await address.read(window.location.hash);
    if (found ?? otherwise) this.#put(found ?? { text: otherwise, declared: '' }, { note: false });
  }

  // Once it was asked, what is typed is checked too, also while the checker still loads.
  get #goesOn() {
    return this.#isAwake || this.element.hasAttribute('aria-busy');
  }

  #put(state, { note = true } = {}) {
    this.text.value = state.text;
    this.names.value = state.declared;
    if (state.declared) this.names.dataset.own = '';
    else delete this.names.dataset.own;
    this.#changed({ note });
    if (this.#goesOn) this.#check();
  }

  #typed() {
    this.#changed();
    clearTimeout(this.#timer);
    if (this.#goesOn) this.#timer = setTimeout(() => this.#check(), A_PAUSE);
  }

  /** What was decided of other lines is not shown beside these. */
  #changed({ note = true } = {}) {
    this.#asked += 1;
    this.#steps = [];
    this.text.rows = Math.min(24, Math.max(6, this.text.value.split('\n').length + 1));
    this.#part('infer').hidden = this.names.dataset.own === undefined;
    this.#draw();
    this.said.textContent = '';
    if (note) this.#note();
  }

  async #note() {
    const fragment = await address.write(this.#state);
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, '', pathname + search + fragment);
    return fragment;
  }

  #draw() {
    this.shown.replaceChildren(...rows(this.text.value, this.#steps, this.#drawing));
  }

  async #copy() {
    if (!(await this.#note()) && this.text.value.trim()) {
      this.said.textContent = 'These lines are too long for a link.';
      return;
    }
    try {
      await navigator.clipboard.writeText(window.location.href);
      this.said.textContent = 'The link is copied: it holds these lines.';
    } catch {
      this.said.textContent = 'The link stands in the address bar: it holds these lines.';
    }
  }

  async #check() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const asked = this.#asked;
    this.#busy(true);
    try {
      const answer = await this.#ask();
      if (asked === this.#asked) this.#answered(answer);
    } catch (error) {
      if (asked === this.#asked) this.said.textContent = error.reason ? error.message : AGAIN;
    } finally {
      if (asked === this.#asked) this.#busy(false);
    }
  }

  async #stop() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#busy(false);
    this.said.textContent = 'Stopped.';
    (await this.#python)?.stop();
  }

  async #ask() {
    this.#python ??= import('./check-python.js');
    this.#python.catch(() => { this.#python = null; });
    const { ask } = await this.#python;
    const { text, declared: names } = this.#state;
    const answer = await ask('derivation', { text, let: declared(names) }, (loaded, total) => {
      this.said.textContent = `Loading the checker: ${megabytes(loaded)} of ${megabytes(total)} MB.`;
    });
    this.#isAwake = true;
    return answer;
  }

  #busy(is) {
    if (is) this.element.setAttribute('aria-busy', 'true');
    else this.element.removeAttribute('aria-busy');
    this.#part('stop').hidden = !is;
    if (is) this.said.textContent = this.#isAwake ? 'Checking.' : 'Loading the checker.';
  }

  #answered({ steps, taken, doubts, error }) {
    if (error) {
      this.said.textContent = `${error.why}. ${error.remedy}`;
      return;
    }
    this.#steps = steps;
    this.#draw();
    this.said.textContent = summary(steps);
    if (this.names.dataset.own === undefined) this.names.value = declarations(taken);
    this.names.rows = Math.max(2, this.names.value.split('\n').length);
    this.element.querySelector('.derivation-names').hidden = false;
    this.element.querySelector('.derivation-doubts').textContent = doubts.map((doubt) => `${doubt}.`).join(' ');
  }
}
