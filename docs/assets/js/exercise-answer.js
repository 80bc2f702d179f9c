// One exercise: takes an answer, has it judged, says what it is, and remembers it.

import * as judge from './exercise-judge.js';
import { load, note } from './exercise-progress.js';
import { refuted } from './exercise-words.js';

const LATER = 'What is needed could not be loaded. Is there a connection? Check tries again.';
const LOADS = 'The first answer loads Python, about 10 MB \u2026';
const started = new Set(); // the kinds of which an answer was checked before
const sheets = new Map(); // by page, the promise of what is known of its exercises

function sheet(name) {
  if (!sheets.has(name)) {
    const loaded = fetch(new URL(`../exercises/${name}.json`, import.meta.url)).then((response) => {
      if (!response.ok) throw new Error(response.statusText);
      return response.json();
    });
    loaded.catch(() => sheets.delete(name));
    sheets.set(name, loaded);
  }
  return sheets.get(name);
}

export function bring(element) {
  if (element.dataset.awake === undefined) new Answer(element).begin();
}

class Answer {
  #element;
  #section;
  #form;
  #reply;
  #seed = 0;

  constructor(element) {
    this.#element = element;
    this.#section = element.closest('.exercise');
    this.#form = element.querySelector('form');
    this.#reply = element.querySelector('.exercise-reply');
  }

  begin() {
    this.#element.dataset.awake = '';
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#check();
    });
    this.#element.addEventListener('click', (event) => {
      const button = event.target.closest('button');
      if (button?.dataset.put !== undefined) this.#put(button.dataset.put);
      if (button?.dataset.act === 'another') this.#another();
    });
    this.#oneByOne();
    this.#mark();
    if (this.#kind === 'code') this.#takeCode();
  }

  get #kind() {
    return this.#element.dataset.kind;
  }

  get #given() {
    if (this.#kind === 'step') return new FormData(this.#form).values().next().value ?? '';
    return this.#field.value;
  }

  get #field() {
    return this.#form.querySelector('input, textarea');
  }

  get #name() {
    const { sheet: page, exercise } = this.#element.dataset;
    return `${page}/${exercise}`;
  }

  get #known() {
    return sheet(this.#element.dataset.sheet);
  }

  async #check() {
    const button = this.#form.querySelector('[type=submit]');
    if (button.disabled) return;
    button.disabled = true;
    this.#say('busy', this.#waiting());
    try {
      this.#answered(await this.#judged(await this.#known));
    } catch (error) {
      this.#say('unread', error?.said ?? (error?.reason ? error.message : LATER));
    } finally {
      button.disabled = false;
    }
  }

  // What is said meanwhile: mathematics and code need Python, of which each has one.
  #waiting() {
    if (this.#kind !== 'formula' && this.#kind !== 'code') return '';
    const isFirst = !started.has(this.#kind);
    started.add(this.#kind);
    return isFirst ? LOADS : 'Checking …';
  }

  async #judged(whole) {
    const { exercise } = this.#element.dataset;
    const known = whole.exercises[exercise];
    const given = this.#given;
    if (this.#kind === 'number') return judge.number(given, known.variants[this.#seed]);
    if (this.#kind === 'code') {
      const { outputs } = await import('./exercise-code.js');
      return judge.code(await outputs(given, known.cases), known);
    }
    if (this.#kind !== 'formula') return judge[this.#kind](given, known);
    if (!given.trim()) return { status: 'unread', detail: 'Nothing is there yet.', remedy: '' };
    const { ask } = await import('./check-python.js');
    return ask('answer', { problems: whole.problems, exercise, given });
  }

  #answered({ status, slip, detail = '', remedy = '' }) {
    if (status !== 'unread') note(this.#name, status === 'right');
    this.#mark();
    if (status === 'right') this.#say(status, this.#right());
    else if (status === 'slip') this.#say(status, ...this.#slip(slip), this.#kind === 'code' ? ` ${detail}` : '');
    else if (status === 'unread') this.#say(status, `${refuted(detail).replace(/\.\.$/, '.')} ${remedy}`);
    else if (status === 'open') this.#say(status, 'This is no slip that is known, and it is not proved equal to the answer. Arrays are not tried with numbers here.');
    else this.#say('wrong', `No. ${this.#kind === 'formula' ? refuted(detail) : detail}`);
  }

  // What was answered right, now or on another day, is marked beside its title.
  #mark() {
    this.#section.dataset.status = load()[this.#name]?.status ?? '';
  }

  #right() {
    return this.#seed ? 'Right. (The solution below has the first numbers.)' : 'Right.';
  }

  // The reply to a slip stands in the page's list of them.
  #slip(index) {
    const item = this.#section.querySelectorAll('.exercise-slips li')[index];
    return [...item.cloneNode(true).childNodes];
  }

  #say(status, ...content) {
    this.#reply.dataset.status = status;
    this.#reply.replaceChildren(...content);
  }

  // Puts a symbol where the cursor is, and the cursor into its first pair of braces.
  #put(text) {
    const field = this.#field;
    const start = field.selectionStart ?? field.value.length;
    const before = field.value.slice(0, start);
    const gap = /\\[A-Za-z]+$/.test(before) && /^[A-Za-z]/.test(text) ? ' ' : '';
    field.setRangeText(gap + text, start, field.selectionEnd ?? start, 'end');
    const hole = text.indexOf('{}');
    if (hole >= 0) field.setSelectionRange(start + gap.length + hole + 1, start + gap.length + hole + 1);
    field.focus();
  }

  async #another() {
    try {
      const { exercises } = await this.#known;
      const { variants } = exercises[this.#element.dataset.exercise];
      this.#seed = (this.#seed + 1) % variants.length;
      this.#show(variants[this.#seed].given);
      this.#field.value = '';
      this.#say('busy', Object.entries(variants[this.#seed].given).map((pair) => pair.join(' = ')).join(', '));
      this.#field.focus();
    } catch {
      this.#say('unread', LATER);
    }
  }

  // Other numbers in the question: a piece of code that says what a name is.
  #show(given) {
    for (const code of this.#section.querySelectorAll(':scope > :not(details) code')) {
      const name = code.textContent.split(' = ')[0];
      if (name in given) code.textContent = `${name} = ${given[name]}`;
    }
  }

  // A hint shows itself when the one before has been opened.
  #oneByOne() {
    const hints = [...this.#section.querySelectorAll('.exercise-hint')];
    hints.forEach((hint, index) => {
      hint.hidden = index > 0 && !hints[index - 1].open;
      hint.addEventListener('toggle', () => {
        if (hint.open && hints[index + 1]) hints[index + 1].hidden = false;
      });
    });
  }

  // The code to be mended is mended where it stands.
  #takeCode() {
    const block = this.#section.querySelector(':scope > .highlight');
    this.#field.value = block.querySelector('code').textContent.trimEnd();
    block.hidden = true;
  }
}
