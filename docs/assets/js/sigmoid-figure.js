// Wakes the sigmoid's figure: its point follows pointer, keys and number field.
import { scales, sigmoidAt } from './sigmoid-view.js';
import { full } from './numbers.js';

const STEPS = { ArrowRight: 0.1, ArrowUp: 0.1, ArrowLeft: -0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 };
const FAR = 1000; // beyond it the curve is flat to the last digit

/** Gives the element its life. */
export function bring(element) {
  const one = (selector) => element.querySelector(selector);
  const field = one('input');
  const svg = one('svg');
  const handle = one('[role=slider]');
  const start = Number(field.getAttribute('value'));
  let x = start;
  let writing = 0;
  let dragged = null; // the paper of a drag: its scale stays, else it would run away under the finger

  function show(asked) {
    x = Math.min(Math.max(asked, -FAR), FAR);
    const seen = sigmoidAt(x, dragged ?? scales(x));
    for (const name of ['curve', 'slopes', 'tangent', 'drop']) one(`.sigmoid-${name}`).setAttribute('d', seen[name]);
    place(one('.sigmoid-point'), seen.point);
    place(one('.sigmoid-reach'), seen.point);
    place(one('.sigmoid-slope-point'), seen.slopePoint);
    element.querySelectorAll('.sigmoid-end').forEach((end, side) => { end.textContent = seen.ends[side]; });
    for (const [name, text] of Object.entries(seen.readings)) one(`[data-reading=${name}]`).textContent = text;
    if (field !== document.activeElement) field.value = x;
    handle.setAttribute('aria-valuenow', x);
    handle.setAttribute('aria-valuetext', `x ${full(x)}, sigmoid ${seen.readings.value}, slope ${seen.readings.slope}`);
    remember();
  }

  function remember() {
    clearTimeout(writing);
    writing = setTimeout(() => {
      const query = new URLSearchParams(window.location.search);
      if (x === start) query.delete('at');
      else query.set('at', x);
      const { pathname, hash } = window.location;
      const asked = query.size ? `?${query}` : '';
      if (element.isConnected) window.history.replaceState(window.history.state, '', pathname + asked + hash);
    }, 250);
  }

  function drag(event) {
    const across = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
    show(Number(Math.min(Math.max(dragged.across.back(across), dragged.domain[0]), dragged.domain[1]).toFixed(2)));
  }

  function drop() {
    dragged = null;
    show(x);
  }

  svg.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    dragged = scales(x);
    drag(event);
    // One that was made before this script came is over, and only says where.
    if (event.isTrusted) svg.setPointerCapture(event.pointerId);
    else drop();
    handle.focus({ preventScroll: true });
  });
  svg.addEventListener('pointermove', (event) => { if (dragged) drag(event); });
  for (const end of ['pointerup', 'pointercancel']) svg.addEventListener(end, drop);
  handle.addEventListener('keydown', (event) => {
    const ends = { Home: -8, End: 8 };
    if (!(event.key in STEPS) && !(event.key in ends)) return;
    event.preventDefault();
    const step = STEPS[event.key] * (event.shiftKey ? 10 : 1);
    show(ends[event.key] ?? Number((x + step).toFixed(6)));
  });
  field.addEventListener('input', () => {
    if (Number.isFinite(field.valueAsNumber)) show(field.valueAsNumber);
  });

  const asked = Number.parseFloat(new URLSearchParams(window.location.search).get('at'));
  const typed = field.valueAsNumber;
  if (Number.isFinite(typed) && typed !== start) show(typed);
  else show(Number.isFinite(asked) ? asked : start);
}

function place(circle, [x, y]) {
  circle.setAttribute('cx', x);
  circle.setAttribute('cy', y);
}
