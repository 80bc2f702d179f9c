// The lines of a derivation as they are shown: each as a formula, with its verdict beside it.

import { firstBad, sign, slip, why, word } from './derivation-words.js';

// What an `aligned` leaves in a line that was copied out of it.
const ALIGNING = /(?<!\\)&|\\\\(\[[^\]]*\])?\s*$|\\(begin|end)\{aligned\}/g;
const DELIMITED = /(?<!\\)\$|\\\[|\\\(|^\s*(```|~~~)|\\begin\{(?!aligned|cases|[pbvB]?matrix)/m;
const MATHEMATICAL = /[\\^_=<>]/;
const SYMBOL = /(\\[A-Za-z]+)/;
const SENTENCE = /(^|\s)[A-Za-z]{2,},?\s+[A-Za-z]{2,}/;

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Draws formulas with KaTeX; one that it can't draw, and all before it has come, is its LaTeX. */
export class Drawing {
  #katex = null;

  async load() {
    await import('../katex/katex.js');
    this.#katex = globalThis.katex;
  }

  formula(latex, displayMode = false) {
    const made = element('span', 'derivation-formula');
    made.textContent = latex;
    try {
      // It sets styles by script, which a strict policy allows; its HTML as text would be refused.
      this.#katex?.render(latex, made, { displayMode, throwOnError: true, strict: 'ignore', trust: false });
    } catch {
      made.replaceChildren(element('code', '', latex));
    }
    return made;
  }
}

/** The lines to show before anything is checked: none of notes, whose formulas are found then. */
export function lines(text) {
  if (DELIMITED.test(text)) return [];
  const numbered = text.split('\n').map((line, index) => ({ number: index + 1, text: line.trim() }));
  return numbered.filter((line) => line.text);
}

const isSentence = (text) => SENTENCE.test(text) && !MATHEMATICAL.test(text);

function shown(text, drawing) {
  if (isSentence(text)) return element('span', 'derivation-prose', text);
  return drawing.formula(text.replace(ALIGNING, ' ').replace(/[.,;]\s*$/, '').trim());
}

const withSymbols = (text, drawing) =>
  text.split(SYMBOL).map((part) => (part.startsWith('\\') ? drawing.formula(part) : part));

function detail(step, drawing) {
  const said = element('div', 'derivation-detail');
  const reason = why(step);
  if (reason) said.append(element('p', '', ...withSymbols(`${reason}.`, drawing)));
  const nearest = slip(step);
  if (nearest) {
    said.append(element('p', 'derivation-slip', `Perhaps ${nearest.what}: it is proved with `, drawing.formula(nearest.right), ' on the right.'));
  } else if (step.remedy) {
    said.append(element('p', '', step.remedy));
  }
  return said;
}

function verdict(step, isFirst) {
  const mark = element('span', 'derivation-sign', sign(step.status));
  mark.setAttribute('aria-hidden', 'true');
  const first = isFirst ? [element('b', '', ', the first')] : [];
  return element('span', 'derivation-verdict', mark, ` ${word(step.status)}`, ...first);
}

function row(number, formula, steps, bad, drawing) {
  const item = element('li', 'derivation-line', element('span', 'derivation-number', String(number)), formula);
  item.value = number;
  const said = element('div', 'derivation-said');
  for (const step of steps) {
    const one = element('div', `derivation-step ${step.status}`, verdict(step, step === bad), detail(step, drawing));
    if (step === bad) item.setAttribute('data-bad', '');
    said.append(one);
  }
  if (steps.length > 0) item.append(said);
  return item;
}

/** The rows of a text with the steps that were decided in them; each formula of notes has its own. */
export function rows(text, steps, drawing) {
  const bad = steps[firstBad(steps)];
  const typed = lines(text);
  if (typed.length === 0) return steps.map((step) => row(step.line, drawing.formula(step.latex), [step], bad, drawing));
  return typed.map((line) => row(
    line.number, shown(line.text, drawing), merged(steps.filter((step) => step.line === line.number)), bad, drawing,
  ));
}

// Several declarations in one line say the same.
function merged(steps) {
  return steps.filter((step, at) => step.status !== 'declared' || steps.findIndex(({ status }) => status === 'declared') === at);
}
