// Gives every cell its buttons. Everything else is loaded when the first of them is pressed.

const BUTTONS = [
  ['run', 'Run', 'Run this cell, and those above that it needs (Ctrl-Enter; Shift-Enter goes on to the next)'],
  ['edit', 'Edit', 'Change this cell\'s code'],
  ['above', 'Run all above', 'Run every cell above this one, from the first'],
  ['reset', 'Reset', 'Back to the code and the output of the page'],
  ['stop', 'Stop', 'Stop Python; names from cells that ran are forgotten'],
];

const BEFORE = 'The first Run loads Python, about 9 MB.';

const STARTS = new Set(['run', 'above', 'next']);

let session;
let cells = [];
let attached; // the page's article

const isFirst = (index) => index === 0;
const startsHidden = (name, index) => name === 'reset' || name === 'stop' || (name === 'above' && isFirst(index));

function button([name, text, title], index) {
  const made = document.createElement('button');
  Object.assign(made, { type: 'button', textContent: text, title, hidden: startsHidden(name, index) });
  made.dataset.act = name;
  return made;
}

function bar(index) {
  const made = document.createElement('div');
  made.className = 'cell-bar';
  made.setAttribute('role', 'group');
  made.setAttribute('aria-label', `Cell ${index + 1}`);
  const status = document.createElement('span');
  status.className = 'cell-status';
  status.textContent = isFirst(index) ? BEFORE : '';
  made.append(...BUTTONS.map((one) => button(one, index)), status);
  return made;
}

async function act(name, index) {
  const there = cells;
  if (STARTS.has(name)) {
    there[index].setAttribute('aria-busy', 'true');
    const said = there[0].querySelector('.cell-status');
    if (said.textContent === BEFORE) said.textContent = '';
  }
  session ??= import('./run-session.js').then(({ Session }) => new Session(there));
  try {
    (await session).act(name, index);
  } catch {
    session = undefined;
    there[index].removeAttribute('aria-busy');
    there[index].querySelector('.cell-status').textContent = 'Not loaded: is there a connection? Run tries again.';
  }
}

function pressed(event, index) {
  const name = event.target.closest('.cell-bar button')?.dataset.act;
  if (name) act(name, index);
}

// In the capture phase, so that the editor does not also take the key for a new line.
function typed(event, index) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
  event.preventDefault();
  event.stopPropagation();
  act(event.shiftKey ? 'next' : 'run', index);
}

function attach() {
  const article = document.querySelector('article');
  if (article === attached) return;
  attached = article;
  session?.then((old) => old.end(), () => {});
  session = undefined;
  cells = [...document.querySelectorAll('.cell[data-cell]')];
  cells.forEach((cell, index) => {
    if (cell.querySelector('.cell-bar')) return;
    cell.append(bar(index));
    cell.classList.add('with-bar');
    cell.addEventListener('click', (event) => pressed(event, index));
    cell.addEventListener('keydown', (event) => typed(event, index), true);
  });
}

attach();
// Material's stream of pages: instant navigation replaces the page without a load.
document.addEventListener('DOMContentLoaded', () => window.document$?.subscribe(attach));
