// Whether an answer is right, a known slip, or wrong, for all kinds that need no mathematics.
// A verdict: its `status` and, of a slip, which of the known ones it is.

const RIGHT = { status: 'right' };
const WRONG = { status: 'wrong' };

const slipOr = (slip, otherwise) => (slip < 0 ? otherwise : { status: 'slip', slip });

const unread = (detail, remedy) => ({ status: 'unread', detail, remedy });

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

// A number as it was typed, with the minus signs and the comma that people use.
const typed = (given) => given.trim().replace(/[\u2212\u2013]/g, '-').replace(/^([+-]?\d+),(\d+)$/, '$1.$2');

const decimals = (text) => text.split('.')[1]?.length ?? 0;

// Half a unit of the last decimal, and a little for what is rounded.
const near = (a, b, places) => Math.abs(a - b) <= 0.6 * 10 ** -places;

export function number(given, { answer, slips }) {
  const text = typed(given);
  if (!NUMBER.test(text)) return unread('This is no number.', 'Write it with digits, as -0.25.');
  const value = Number(text);
  const places = decimals(answer);
  if (near(value, Number(answer), places)) return RIGHT;
  const slip = slips.findIndex((one) => near(value, Number(one), places));
  const which = value * Number(answer) < 0 ? 'has the other sign' : `is ${value > Number(answer) ? 'smaller' : 'larger'}`;
  const isShort = decimals(text) < places && near(value, Number(answer), decimals(text));
  return slipOr(slip, isShort ? unread('Right so far.', `Give ${places} decimals.`) : { status: 'wrong', detail: `The answer ${which}.` });
}

/** A shape as all are compared: a vector is a column, a number is 1 x 1. */
export function plainShape(shape) {
  const text = shape.toLowerCase().replace('a number', '1').replace(/[\s{}()[\]$]/g, '');
  const parts = text.split(/x|\u00d7|\\times|,|by/);
  return parts.length > 2 || parts.includes('') ? null : `${parts[0]} x ${parts[1] ?? 1}`;
}

export function shape(given, { answer, slips }) {
  const plain = plainShape(given);
  if (plain === null) return unread('This is no shape.', 'Write rows x columns, as n x 1.');
  const wrong = { status: 'wrong', detail: 'In a product the inner sizes meet and go away; the outer ones remain.' };
  return plain === answer ? RIGHT : slipOr(slips.indexOf(plain), wrong);
}

export function step(given, { answer, slips }) {
  if (!given) return unread('No step is chosen.', 'Choose one.');
  return given === answer ? RIGHT : slipOr(slips.indexOf(given), WRONG);
}

const same = (outputs, others) => outputs.every((text, at) => text.trim() === (others[at] ?? '').trim());

/** Code by what each case prints; of what is wrong also the first case that prints something else. */
export function code(outputs, { cases, slips }) {
  const failing = cases.findIndex(([, want], at) => want.trim() !== (outputs[at] ?? '').trim());
  if (failing < 0) return RIGHT;
  const [source, want] = cases[failing];
  const got = (outputs[failing] ?? '').trim() || 'nothing';
  const verdict = slipOr(slips.findIndex((one) => same(one, outputs)), WRONG);
  return { ...verdict, detail: `${source} prints ${got}, and should print ${want.trim()}.` };
}
