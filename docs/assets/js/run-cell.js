// One cell of the page: its code, its output, its buttons, and its editor while it has one.

import { megabytes } from './run-progress.js';
import { Output } from './run-output.js';

const isCode = (node) => node.matches('.highlight');

// The siblings after a code block, up to the next one: its output.
function under(block) {
  const found = [];
  for (let node = block.nextElementSibling; node && !isCode(node) && !node.matches('.cell-bar');) {
    found.push(node);
    node = node.nextElementSibling;
  }
  return found;
}

const code = (block) => block.querySelector('code').textContent.trimEnd();

const lines = (text) => text.split('\n').length;

// The code block that holds a line of the cell, and the line's number in it.
export function place(texts, line) {
  let at = 0;
  for (; at < texts.length - 1 && line > lines(texts[at]); at += 1) line -= lines(texts[at]);
  return { at, line };
}

export class Cell {
  #element;
  #original;
  #blocks;
  #editor = null;
  #status;

  constructor(element, number) {
    this.#element = element;
    this.number = number;
    this.#status = element.querySelector('.cell-status');
    this.#original = [...element.children].filter((node) => !node.matches('.cell-bar'));
    this.#blocks = this.#original.filter(isCode);
    this.echo = element.dataset.cell === 'pycon'; // else as a notebook: the last value alone
    this.#parted();
  }

  get text() {
    return this.parts.join('\n');
  }

  get isEditing() {
    return this.#editor !== null;
  }

  // Puts the editor in the place of the code, and all output under it.
  edit({ edit }, changed) {
    const host = document.createElement('div');
    host.className = 'cell-editor';
    const last = this.#blocks.at(-1);
    last.after(...this.#blocks.flatMap(under));
    for (const block of this.#blocks) block.hidden = true;
    this.#element.prepend(host);
    this.parts = [this.text];
    this.output = new Output([{ block: last, under: under(last) }], this.text);
    const heard = (text) => {
      this.parts = [text];
      changed(text);
    };
    this.#editor = edit(host, { text: this.text, label: `Code of cell ${this.number}`, changed: heard });
  }

  reset() {
    this.#editor?.end();
    this.#editor = null;
    this.mark(0);
    for (const block of this.#blocks) block.hidden = false;
    this.#element.replaceChildren(...this.#original, this.#button('run').parentElement);
    this.#parted();
    this.say('');
  }

  focus() {
    if (this.#editor) this.#editor.focus();
    else this.#button('run').focus();
  }

  begin() {
    this.#element.setAttribute('aria-busy', 'true');
    this.#button('stop').hidden = false;
  }

  finish() {
    const hadFocus = document.activeElement === this.#button('stop');
    this.#element.removeAttribute('aria-busy');
    this.#button('stop').hidden = true;
    if (hadFocus) this.#button('run').focus();
  }

  // What the page shows beside the buttons; a screen reader hears of it elsewhere.
  say(...content) {
    this.#status.replaceChildren(...content);
  }

  progress(loaded, total) {
    const bar = this.#status.querySelector('progress') ?? document.createElement('progress');
    Object.assign(bar, { max: total || 1, value: Math.min(loaded, total) });
    bar.setAttribute('aria-label', 'Loading Python');
    const of = total ? ` of ${megabytes(total)}` : '';
    this.say(bar, ` Python: ${megabytes(loaded)}${of} MB`);
  }

  // Marks the line that failed; 0 marks none.
  mark(line) {
    this.#editor?.mark(line);
    for (const block of this.#blocks) block.classList.remove('cell-failed');
    if (!line || this.#editor) return;
    const found = place(this.parts, line);
    this.#blocks[found.at].classList.add('cell-failed');
    this.#blocks[found.at].style.setProperty('--line', found.line);
  }

  show({ isOlder, isChanged }) {
    this.#element.toggleAttribute('data-older', isOlder);
    this.#button('edit').hidden = this.isEditing;
    this.#button('reset').hidden = !(isChanged || this.isEditing || this.hasRun);
  }

  #parted() {
    this.hasRun = false;
    this.parts = this.#blocks.map(code);
    this.output = new Output(this.#blocks.map((block) => ({ block, under: under(block) })), this.text);
  }

  #button(name) {
    return this.#element.querySelector(`.cell-bar [data-act="${name}"]`);
  }
}
