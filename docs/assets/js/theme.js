// The theme's script weighs more than all others: it comes with the reader's first sign of life, and
// then hears what was done meanwhile.

const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'focusin', 'keydown'];
const MEANT = { change: '[name=__palette]', click: '[data-clipboard-text]', keydown: 'body' };

const waiting = document.querySelector('script[type="text/later"]');
let early = [];
let asked = false;

function keep(event) {
  if (event.target.matches(MEANT[event.type])) early.push(event);
}

function listen(on) {
  const change = on ? 'addEventListener' : 'removeEventListener';
  for (const sign of SIGNS) document[change](sign, ask, { passive: true });
  for (const type of Object.keys(MEANT)) document[change](type, keep);
}

/** The theme waits for the document, which has long been there. */
function arrived() {
  listen(false);
  document.dispatchEvent(new Event('DOMContentLoaded'));
  for (const event of early) event.target.dispatchEvent(new event.constructor(event.type, event));
}

/** What the reader did is forgotten where it did not come; the next sign asks again. */
function missing(script) {
  script.remove();
  early = [];
  asked = false;
}

/** A page that comes up below a pointer at rest may hear of it as of a move over no distance. */
function isSign(event) {
  return event.type !== 'pointermove' || event.movementX !== 0 || event.movementY !== 0;
}

function ask(event) {
  if (asked || !isSign(event)) return;
  asked = true;
  const script = document.createElement('script');
  script.addEventListener('load', arrived);
  script.addEventListener('error', () => missing(script));
  script.src = waiting.src;
  waiting.after(script);
}

if (waiting) listen(true);
