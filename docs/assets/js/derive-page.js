// The page that writes a derivation: its choices, what is written for them, its copies, and what is decided.

import * as choices from './derive-choices.js';

const FILES = { LaTeX: 'derivation.tex', NumPy: 'derivation.py', Markdown: 'derivation.md', notebook: 'derivation.ipynb' };
const AGAIN = 'It could not be loaded. Is there a connection? Derive tries again.';

export function open(element) {
  if (!element.hasAttribute('data-awake')) new Box(element).begin();
}

const names = (select) => [...select.options].map((option) => option.value);

function download(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

class Box {
  #asked = 0; // the number of the latest question: what answers an older one is not shown
  #copies = {};
  #writing = null; // what writes and draws, which comes with the first question

  constructor(element) {
    this.element = element;
    this.form = element.querySelector('form');
    this.page = element.querySelector('.derive-page');
    this.said = element.querySelector('[role=status]');
    this.copies = element.querySelector('.derive-copies');
    this.model = element.querySelector('[name=hidden]').closest('label');
  }

  begin() {
    this.element.setAttribute('data-awake', '');
    const { choice, wrong } = choices.read(window.location.search, this.#known);
    this.#fill(choice);
    this.said.textContent = wrong;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#derive();
    });
    this.form.addEventListener('change', (event) => this.#changed(event.target.name));
    this.#part('stop').addEventListener('click', () => this.#stop());
    this.copies.addEventListener('click', (event) => this.#copy(event.target.dataset.copy));
  }

  #part(name) {
    return this.element.querySelector(`[data-do=${name}]`);
  }

  get #known() {
    const { layers, output, cost } = this.form.elements;
    const limited = [...cost.options].filter((option) => option.dataset.outputs);
    const outputs = Object.fromEntries(limited.map((option) => [option.value, option.dataset.outputs.split(' ')]));
    const hidden = names(this.model.querySelector('select'));
    return { layers: names(layers), hidden, output: names(output), cost: names(cost), outputs };
  }

  get #choice() {
    const { layers, units, output, cost } = this.form.elements;
    const hidden = [...this.form.querySelectorAll('[name=hidden]')].map((select) => select.value);
    return { layers: Number(layers.value), units: units.value, hidden, output: output.value, cost: cost.value };
  }

  #fill({ layers, units, hidden, output, cost }) {
    const { elements } = this.form;
    Object.assign(elements.layers, { value: String(layers) });
    Object.assign(elements.units, { value: units });
    Object.assign(elements.cost, { value: cost });
    Object.assign(elements.output, { value: output });
    for (const select of this.form.querySelectorAll('[name=hidden]')) select.closest('label').remove();
    elements.output.closest('label').before(...hidden.map((name, index) => this.#hidden(name, index + 2)));
    this.#limit();
  }

  #hidden(name, layer) {
    const label = this.model.cloneNode(true);
    label.firstChild.data = `Layer ${layer}`;
    label.querySelector('select').value = name;
    return label;
  }

  // An output that the cost does not take can't be chosen.
  #limit() {
    const { output, cost } = this.form.elements;
    const taken = this.#known.outputs[cost.value] ?? names(output);
    for (const option of output.options) option.disabled = !taken.includes(option.value);
    if (!taken.includes(output.value)) [output.value] = taken;
  }

  #changed(name) {
    const choice = this.#agreed(name);
    const hidden = choices.filled(choice.hidden, choice.layers - 2);
    if (name === 'layers' || name === 'units') this.#fill({ ...choice, hidden });
    else this.#limit();
    this.#cleared();
    this.said.textContent = '';
    this.#note();
  }

  // How many layers there are is said by the units, and they follow the layers.
  #agreed(name) {
    const choice = this.#choice;
    if (name === 'layers') return { ...choice, units: choices.units(choice.units, choice.layers) };
    const units = choices.spelled(choice.units) ?? choice.units;
    const count = units.split(',').length;
    const isKnown = units && this.#known.layers.includes(String(count));
    return { ...choice, units, layers: isKnown ? count : choice.layers };
  }

  /** What was derived for other choices is not shown beside these. */
  #cleared() {
    this.#asked += 1;
    if (!this.copies.hidden && this.element.hasAttribute('aria-busy')) this.#stop(); // what is being decided
    this.#busy(false);
    this.copies.hidden = true;
    this.page.replaceChildren();
  }

  #note() {
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, '', pathname + choices.write(search, this.#choice));
  }

  async #derive() {
    this.#cleared();
    const asked = this.#asked;
    this.#note();
    this.#busy(true);
    this.said.textContent = 'Loading Python and the checker.';
    try {
      const answer = await this.#written(asked);
      if (asked !== this.#asked) return;
      this.#show(answer);
      if (!answer.error) await this.#decide(answer.copies.Markdown, asked);
    } catch (error) {
      if (asked === this.#asked) this.said.textContent = error.reason ? error.message : AGAIN;
    } finally {
      if (asked === this.#asked) this.#busy(false);
    }
  }

  async #written(asked) {
    this.#writing ??= import('./derive-writing.js');
    this.#writing.catch(() => { this.#writing = null; });
    return (await this.#writing).written(this.#choice, (come) => {
      if (asked === this.#asked) this.said.textContent = `Loading Python and the checker: ${come} MB.`;
    });
  }

  #show({ error, drawn, copies }) {
    if (error) {
      this.said.textContent = error;
      return;
    }
    this.#copies = copies;
    this.page.replaceChildren(...drawn);
    this.copies.hidden = false;
    this.said.textContent = 'Written. Each relation is being decided.';
  }

  async #decide(page, asked) {
    const { decided } = await this.#writing;
    const said = await decided(page, this.page);
    if (asked === this.#asked) this.said.textContent = said;
  }

  async #stop() {
    this.#asked += 1;
    this.#busy(false);
    this.said.textContent = 'Stopped.';
    (await this.#writing)?.stop();
  }

  #busy(is) {
    if (is) this.element.setAttribute('aria-busy', 'true');
    else this.element.removeAttribute('aria-busy');
    this.#part('stop').hidden = !is;
  }

  async #copy(name) {
    if (!name) return;
    try {
      if (name === 'notebook') throw new Error('is a file');
      await navigator.clipboard.writeText(this.#copies[name]);
      this.said.textContent = `Copied as ${name}.`;
    } catch {
      download(FILES[name], this.#copies[name]);
      this.said.textContent = `It is downloaded as ${FILES[name]}.`;
    }
  }
}
