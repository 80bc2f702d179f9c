// The parts of a derivation that was written, drawn as the site draws its own pages.

import { sign, word } from './derivation-words.js';

const FORMULA = /(\$`[^`]*`\$|`[^`]*`)/;
const CITED = /(\$[^$]*\$|\(\d+\))/;

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const words = (text, drawing) => text.split(FORMULA).map((part) => {
  if (part.startsWith('$`')) return drawing.formula(part.slice(2, -2));
  return part.startsWith('`') ? element('code', '', part.slice(1, -1)) : part;
});

function link(number) {
  const made = element('a', '', `(${number})`);
  made.href = `#eq-${number}`;
  return made;
}

const reason = (text, drawing) => text.split(CITED).map((part) => {
  if (part.startsWith('$')) return drawing.formula(part.slice(1, -1));
  return /^\(\d+\)$/.test(part) ? link(part.slice(1, -1)) : part;
});

// The empty group gives a relation sign that comes first its space.
const side = (name, text, drawing) =>
  element('div', name, ...(text ? [drawing.formula(`{}${text}`, true)] : []));

function row([left, right, why], drawing) {
  const sides = [side('step-left', left, drawing), side('step-right', right, drawing)];
  return why ? [...sides, element('div', 'step-reason', ...reason(why, drawing))] : sides;
}

function equation({ number, steps }, drawing) {
  const withReasons = steps.some(([, , why]) => why) ? ' with-reasons' : '';
  const rows = element('div', `equation-steps${withReasons}`, ...steps.flatMap((step) => row(step, drawing)));
  Object.assign(rows, { tabIndex: 0, role: 'group', ariaLabel: `Equation ${number}` });
  const tag = link(number);
  Object.assign(tag, { className: 'equation-number', title: `Link to equation ${number}` });
  const made = element('div', 'equation', rows, tag);
  made.id = `eq-${number}`;
  return made;
}

// Code scrolls where it is too wide, so a keyboard must reach it.
const code = (text) => Object.assign(element('code', '', text), { tabIndex: 0 });

const run = ([isCode, text]) => (isCode
  ? element('div', 'highlight', element('pre', '', code(text)))
  : element('pre', 'cell-output', element('samp', '', text)));

const KINDS = {
  // One below: the page that it stands on has its own title.
  heading: ({ level, text }) => element(`h${level + 1}`, '', text),
  words: ({ text }, drawing) => element('p', '', ...words(text, drawing)),
  equation,
  cell: ({ runs }) => element('div', 'cell', ...runs.map(run)),
};

/** The elements of the parts, in their order. */
export const drawn = (parts, drawing) => parts.map((part) => KINDS[part.kind](part, drawing));

/** Puts beside each equation what was decided of it. */
export function mark(where, equations) {
  for (const [number, status] of Object.entries(equations)) {
    const seen = element('span', 'derivation-sign', sign(status));
    seen.setAttribute('aria-hidden', 'true');
    const said = element('span', `verdict derivation-step ${status}`, element('span', 'derivation-verdict', seen, ` ${word(status)}`));
    where.querySelector(`#eq-${number}`)?.append(said);
  }
}
