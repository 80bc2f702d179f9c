// All that a page loads before its reader touches a figure: it waits, and then brings the rest.

const FIGURES = {
  'moving-network': () => import('./network-figure.js'),
  'moving-sigmoid': () => import('./sigmoid-figure.js'),
  'moving-layers': () => import('./layers-figure.js'),
};
const SIGNS = ['pointerover', 'pointerdown', 'focusin', 'click', 'keydown'];
const MEANT = { click: 'button', keydown: '[role=slider]', pointerdown: 'svg' };
const SYMBOLS = '[class*="symbol-"], [data-symbol], .equation-steps, .moving-steps';
const WALKS = '.moving-figure svg, .moving-steps'; // the arrow keys walk through their symbols
const A_MOMENT = /[?&](x|y|eta|theta|step|at|units|activation|cost|data|seed|example|steps)=/;

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
    const script = await FIGURES[this.localName]().catch(() => null);
    if (!script) {
      this.#offerAgain();
      return;
    }
    for (const sign of SIGNS) this.removeEventListener(sign, this);
    script.bring(this);
    this.dataset.awake = '';
    for (const event of this.#early) event.target.dispatchEvent(new event.constructor(event.type, event));
  }

  /** What the reader did is forgotten with it: a press that counts a minute later would surprise. */
  #offerAgain() {
    this.#early = [];
    const trouble = document.createElement('p');
    trouble.className = 'moving-trouble';
    trouble.setAttribute('role', 'alert');
    trouble.innerHTML = 'The script that moves this figure did not load. <button type="button">Try again</button>';
    trouble.addEventListener('click', (event) => {
      event.stopPropagation();
      if (!event.target.closest('button')) return;
      trouble.remove();
      this.tabIndex = -1;
      this.focus({ preventScroll: true });
      this.#waking = this.#wake();
    });
    this.firstElementChild.append(trouble);
  }
}

for (const name of Object.keys(FIGURES)) customElements.define(name, class extends Sleeping {});

const POINTERS = ['pointerover', 'focusin', 'keydown'];
const A_WHILE = 5_000; // before a script that did not come is asked for again
let latest = null;
let asked = false;

/** The first symbol that is pointed at or reached by key brings what lights its places up. */
async function notice(event) {
  latest = event;
  if (asked || !event.target.closest?.(SYMBOLS)) return;
  asked = true;
  const script = await import('./symbols.js').catch(() => null);
  if (!script) {
    setTimeout(() => { asked = false; }, A_WHILE);
    return;
  }
  for (const sign of POINTERS) document.removeEventListener(sign, notice);
  script.follow(latest);
}
for (const sign of POINTERS) document.addEventListener(sign, notice);
