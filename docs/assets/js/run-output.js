// What a cell prints, under each of its parts: a part is code, and the output that stands under it.

import { draw } from './run-plot.js';

function pre(kind) {
  const made = document.createElement('pre');
  made.className = `cell-output ${kind}`.trim();
  made.append(document.createElement('samp'));
  return made;
}

function word(kind, ...content) {
  const made = document.createElement('p');
  made.className = kind;
  made.append(...content);
  return made;
}

export class Output {
  #parts; // each with its code block, what is under it, and whether that is of the run of now
  #at = 0;
  #text; // whose output stands there
  #isItsOwn = true; // whether what stood there before is the output of the same text
  said = '';

  constructor(parts, text) {
    this.#parts = parts.map(({ block, under }) => ({ block, under, isNew: false }));
    this.#text = text;
  }

  // The old output stays until there is something new to see, so that nothing jumps.
  begin(text) {
    this.#at = 0;
    this.#isItsOwn = text === this.#text;
    this.#text = text;
    this.said = '';
    for (const part of this.#parts) {
      part.isNew = false;
      for (const node of part.under) if (node.matches('.cell-note')) node.remove();
      part.under = part.under.filter((node) => !node.matches('.cell-note'));
    }
  }

  hear(message) {
    if (message.type === 'part') this.#at = Math.min(Number(message.part) || 0, this.#parts.length - 1);
    else if (message.type === 'output') this.#print(String(message.text), message.kind === 'err');
    else if (message.type === 'figure') this.#show(draw(message.figure));
    else if (message.type === 'cut') this.#show(word('cell-word', 'Output past 1 MB is cut here.'));
  }

  // A part that printed nothing has nothing under it, unless it failed only for what is not here.
  finish(error) {
    const last = error ? this.#at : this.#parts.length - 1;
    const keeps = Boolean(error?.needs) && this.#isItsOwn;
    this.#parts.forEach((part, at) => {
      if (!part.isNew && at <= last && !(keeps && at === last)) this.#renew(part);
    });
    if (error && !error.needs) this.#fail(String(error.text));
  }

  // Python is gone before the end: numbers of another text are not left under this one.
  stop() {
    if (!this.#isItsOwn) for (const part of this.#parts) if (!part.isNew) this.#renew(part);
  }

  // A remark beside the output, not of it: it goes with the next run.
  note(...content) {
    this.#show(word('cell-word cell-note', ...content), { renews: false });
  }

  #print(text, isError) {
    this.said += text.slice(0, 2000 - this.said.length);
    let box = this.#part.isNew ? this.#part.under.at(-1) : null;
    if (!box?.matches('pre:not(.cell-error)')) box = this.#show(pre(''));
    const samp = box.firstChild;
    if (!isError) return samp.append(text);
    const marked = document.createElement('span');
    marked.className = 'cell-stderr';
    marked.append(text);
    samp.append(marked);
  }

  #fail(text) {
    const box = pre('cell-error');
    box.firstChild.append(text);
    this.#show(box);
  }

  get #part() {
    return this.#parts[this.#at];
  }

  #show(node, { renews = true } = {}) {
    const part = this.#part;
    if (renews && !part.isNew) this.#renew(part);
    (part.under.at(-1) ?? part.block).after(node);
    part.under = [...part.under, node];
    return node;
  }

  #renew(part) {
    for (const node of part.under) node.remove();
    part.under = [];
    part.isNew = true;
  }
}
