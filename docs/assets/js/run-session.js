// A page's cells and its one Python: what runs, in which order, and what is said of it.

import { Cell } from './run-cell.js';
import * as order from './run-order.js';
import { Ended, Python } from './run-python.js';

const LONGEST_SAID = 300;

export class Session {
  #cells;
  #order;
  #python = null;
  #jobs = Promise.resolve();
  #turn = 0; // Stop lets what waits in an older turn fall
  #said;

  constructor(elements) {
    this.#cells = elements.map((element, index) => new Cell(element, index + 1));
    this.#order = order.fresh(this.#cells.map((cell) => cell.text));
    this.#said = document.createElement('p');
    this.#said.className = 'cell-said';
    this.#said.setAttribute('role', 'status');
    elements[0].parentElement.append(this.#said);
  }

  act(name, index) {
    const acts = {
      run: () => this.#queue(index, () => [...order.needed(this.#order, index), index]),
      above: () => this.#queue(index, () => [...this.#cells.keys()].slice(0, index)),
      next: () => this.#next(index),
      edit: () => this.#edit(index),
      reset: () => this.#reset(index),
      stop: () => this.#stop(),
    };
    return acts[name]();
  }

  // The page is gone.
  end() {
    this.#turn += 1;
    this.#python?.end('stopped');
    this.#said.remove();
  }

  #next(index) {
    this.act('run', index);
    this.#cells[index + 1]?.focus();
  }

  async #edit(index) {
    const cell = this.#cells[index];
    const editor = await import('../editor/editor.js');
    if (cell.isEditing) return;
    cell.edit(editor, (text) => {
      this.#order = order.edited(this.#order, index, text);
      this.#show();
    });
    this.#show();
    cell.focus();
  }

  #reset(index) {
    this.#cells[index].reset();
    this.#order = order.reset(this.#order, index);
    this.#show();
    this.#cells[index].focus();
    this.#say(index, 'reset');
  }

  #stop() {
    this.#turn += 1;
    this.#python?.end('stopped');
  }

  #queue(index, wanted) {
    const turn = this.#turn;
    const cell = this.#cells[index];
    cell.begin();
    this.#jobs = this.#jobs.catch(() => {}).then(async () => {
      if (turn === this.#turn) await this.#runAll(index, wanted());
      cell.finish();
    });
  }

  async #runAll(target, wanted) {
    for (const index of wanted) {
      if (index !== target) this.#cells[target].say(`after cell ${index + 1}`);
      if (await this.#run(index, target)) continue;
      if (index !== target) this.#cells[target].say(`not run: cell ${index + 1} did not end well`);
      return;
    }
    if (!wanted.includes(target)) this.#cells[target].say('');
  }

  // Runs one cell; whether the next may follow.
  async #run(index, target) {
    const cell = this.#cells[index];
    const { text } = this.#order[index];
    cell.begin();
    cell.mark(0);
    cell.output.begin(text);
    cell.hasRun = true;
    try {
      const { error, seconds } = await this.#ask(cell, target);
      this.#order = order.ran(this.#order, index, text, error !== null && !error.needs);
      this.#answered(cell, error, seconds);
      if (index === target || error) this.#say(index, error ? error.said : cell.output.said);
      return error === null || Boolean(error.needs);
    } catch (ended) {
      this.#ended(index, ended);
      return false;
    } finally {
      cell.finish();
      this.#show();
    }
  }

  async #ask(cell, target) {
    const python = this.#started(target);
    await python.ready;
    cell.say('running');
    const start = performance.now();
    const { number, parts, echo } = cell;
    const error = await python.run({ number, parts, echo }, (message) => cell.output.hear(message));
    if (error?.memory) {
      cell.output.finish(error);
      python.end('memory');
      throw python.ended;
    }
    return { error, seconds: (performance.now() - start) / 1000 };
  }

  #started(target) {
    if (this.#python && !this.#python.ended) return this.#python;
    this.#order = order.forgotten(this.#order);
    this.#say(target, 'loading Python');
    this.#cells[target].progress(0, 0);
    this.#python = new Python((loaded, total) => this.#cells[target].progress(loaded, total));
    return this.#python;
  }

  #answered(cell, error, seconds) {
    cell.output.finish(error);
    cell.say(error ? '' : `${seconds.toPrecision(2)} s`);
    if (error?.needs) cell.output.note(...missing(error.needs));
    else if (error) cell.mark(Number(error.line) || 0);
  }

  #ended(index, ended) {
    if (!(ended instanceof Ended)) throw ended;
    const cell = this.#cells[index];
    this.#turn += 1;
    this.#order = order.forgotten(this.#order);
    this.#say(index, ended.message);
    cell.output.stop();
    cell.say(ended.reason === 'stopped' ? 'stopped' : '');
    if (ended.reason !== 'stopped') cell.output.note(`${ended.message} `, this.#again(index));
  }

  #again(index) {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', textContent: 'Try again' });
    button.addEventListener('click', () => this.act('run', index));
    return button;
  }

  // Said once a run has ended, not while it goes on.
  #say(index, text) {
    const said = text.trim() || 'done';
    this.#said.textContent = `Cell ${index + 1}: ${said.slice(0, LONGEST_SAID)}`;
  }

  #show() {
    this.#cells.forEach((cell, index) => {
      const isOlder = order.isOlder(this.#order, index);
      cell.show({ isOlder, isChanged: order.isChanged(this.#order, index) });
    });
  }
}

// What to do about a module that is not here.
function missing(name) {
  const text = `This cell needs ${name}, which is not loaded in the page`;
  const notebook = document.querySelector('a[href$=".ipynb"]');
  if (!notebook) return [`${text}; a notebook has it.`];
  const link = document.createElement('a');
  Object.assign(link, { href: notebook.href, download: '', textContent: 'Take the page as a notebook' });
  return [`${text}. `, link, ' to run it.'];
}
