// All that a page loads before its reader touches a figure: it waits, and then brings the rest.

const FIGURES = {
  'moving-network': () => import('./network-figure.js'),
  'moving-sigmoid': () => import('./sigmoid-figure.js'),
};
const SIGNS = ['pointerover', 'pointerdown', 'focusin', 'click', 'keydown'];
const MEANT = { click: 'button', keydown: '[role=slider]', pointerdown: 'svg' };
const SYMBOLS = '[class*="symbol-"], [data-symbol], .equation-steps, .moving-steps';
const WALKS = '.moving-figure svg, .moving-steps'; // the arrow keys walk through their symbols
const A_MOMENT = /[?&](x|y|eta|theta|step|at)=/;

/** A figure that sleeps, complete as it was drawn, until somebody touches it. */
class Sleeping extends HTMLElement {
  #early = [];

  #waking = null;

  connectedCallback() {
    for (const sign of SIGNS) this.addEventListener(sign, this);
    for (const place of this.querySelectorAll(WALKS)) place.tabIndex = 0;
    for (const drawing of this.querySelectorAll('.moving-figure svg')) drawing.setAttribute('role', 'application');
    if (A_MOMENT.test(window.location.search)) this.#waking ??= this.#wake();
  }

  handleEvent(event) {
    if (event.type in MEANT && event.target.closest(MEANT[event.type])) {
      this.#early.push(event);
      if (/^(Arrow|Page|Home|End)/.test(event.key)) event.preventDefault();
    }
    this.#waking ??= this.#wake();
  }

  async #wake() {
    const { bring } = await FIGURES[this.localName]();
    for (const sign of SIGNS) this.removeEventListener(sign, this);
    bring(this);
    for (const event of this.#early) event.target.dispatchEvent(new event.constructor(event.type, event));
  }
}

for (const name of Object.keys(FIGURES)) customElements.define(name, class extends Sleeping {});

const POINTERS = ['pointerover', 'focusin', 'keydown'];
let latest = null;
let asked = false;

/** The first symbol that is pointed at or reached by key brings what lights its places up. */
async function notice(event) {
  latest = event;
  if (asked || !event.target.closest?.(SYMBOLS)) return;
  asked = true;
  const { follow } = await import('./symbols.js');
  for (const sign of POINTERS) document.removeEventListener(sign, notice);
  follow(latest);
}
for (const sign of POINTERS) document.addEventListener(sign, notice);
