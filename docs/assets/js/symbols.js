// A symbol that is pointed at, or walked to with the arrow keys, lights up in all its places.
import { words } from './words.js';

const PLACES = '[class*="symbol-"], [data-symbol]';
const WALKS = '.equation-steps, .moving-steps, .moving-figure svg';
/** The symbol that an element stands for, as the figure names it. */
export const symbolOf = (element) => element?.dataset.symbol ?? /(?:^|\s)symbol-(\w+)/.exec(element?.className)?.[1];

function light(symbol) {
  for (const place of document.querySelectorAll('.named')) place.classList.remove('named');
  if (!symbol) return;
  const places = `.symbol-${CSS.escape(symbol)}, [data-symbol="${CSS.escape(symbol)}"]`;
  for (const place of document.querySelectorAll(places)) place.classList.add('named');
}

/** Under the pointer, or else where the focus is; a walk keeps what it has lit. */
function over({ target }) {
  const place = target.closest?.(PLACES);
  const focused = document.activeElement;
  if (place || !focused?.matches(WALKS)) light(symbolOf(place ?? focused?.closest(PLACES)));
}

const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
const ALONG_A_LINE = ['ArrowLeft', 'ArrowRight']; // the others scroll the page that equations stand on
let at = -1;

/** The arrow keys go from symbol to symbol of the equation or figure that has the focus. */
function walk(event) {
  const box = event.target;
  if (!(event.key in KEYS) || !box.matches?.(WALKS) || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!box.matches('svg') && !ALONG_A_LINE.includes(event.key)) return;
  const places = placesIn(box);
  if (!places.length) return;
  event.preventDefault();
  at = Math.min(Math.max(at + KEYS[event.key], 0), places.length - 1);
  const place = places[at];
  light(symbolOf(place));
  place.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  announce(symbolOf(place));
}

/** The places of a box in reading order; in a figure each symbol once. */
function placesIn(box) {
  const places = [...box.querySelectorAll(PLACES)];
  if (!box.matches('svg')) return places;
  const symbols = places.map(symbolOf);
  return places.filter((_, index) => symbols.indexOf(symbols[index]) === index);
}

function announce(symbol) {
  const name = CSS.escape(symbol);
  const value = document.querySelector(`[data-value="${name}"], [data-check][data-symbol="${name}"]`)?.textContent
    ?? document.querySelector(`[data-input="${name}"]`)?.value;
  const status = document.querySelector('.symbols-status') ?? added();
  status.textContent = value ? `${words(symbol)}: ${value}` : words(symbol);
}

function added() {
  const status = document.createElement('div');
  status.className = 'symbols-status moving-unseen';
  status.setAttribute('role', 'status');
  document.querySelector('article').append(status);
  return status;
}

function focus({ target }) {
  at = -1;
  if (!target.matches?.(WALKS)) light(symbolOf(target.closest?.(PLACES)));
}

const LISTENERS = { pointerover: over, focusin: focus, keydown: walk };

/** Follows pointer and keys from now on, on this page and on those that replace it. */
export function follow(event) {
  for (const [sign, listener] of Object.entries(LISTENERS)) document.addEventListener(sign, listener);
  LISTENERS[event.type](event);
}
