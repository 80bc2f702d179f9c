// What is said of a derivation: in words, from what the checker answers.

const WORDS = {
  proved: 'proved',
  definition: 'definition',
  declared: 'declaration',
  given: 'a value that is put in',
  read: 'read, and states nothing',
  failed: 'false',
  undecided: 'not decided',
  unread: 'not read',
};
const SIGNS = { proved: '\u2713', failed: '\u2717', undecided: '?', unread: '!' };
const SAYS_WHY = new Set(['proved', 'failed', 'undecided', 'unread']);
const IN_ORDER = ['proved', 'failed', 'undecided', 'unread'];
const SLIP = /^(.*): it is proved with (.*) on the right$/s;

export const word = (status) => WORDS[status];
export const sign = (status) => SIGNS[status] ?? '\u00b7';

/** Why a step is what it is; nothing where its name says it. */
export const why = (step) => (SAYS_WHY.has(step.status) ? step.why : '');

/** What the nearest slip is, and the right side that would mend it. */
export function slip(step) {
  const found = SLIP.exec(step.slip);
  return found && { what: found[1], right: found[2] };
}

/** The number of the first step that is false, else of the first one that is not read; or -1. */
export function firstBad(steps) {
  const failed = steps.findIndex(({ status }) => status === 'failed');
  return failed < 0 ? steps.findIndex(({ status }) => status === 'unread') : failed;
}

/** How many steps became what, and where the first bad one is. */
export function summary(steps) {
  if (steps.length === 0) return 'There is no formula to check.';
  const counted = IN_ORDER.map((status) => [steps.filter((step) => step.status === status).length, status]);
  const said = counted.filter(([count]) => count > 0).map(([count, status]) => `${count} ${WORDS[status]}`);
  const bad = steps[firstBad(steps)];
  const first = bad ? ` The first step that is ${WORDS[bad.status]} is in line ${bad.line}.` : '';
  return `${said.join(', ') || 'Nothing is claimed: all is defined here'}.${first}`;
}

/** Declarations as lines, `w, x: real`. */
export const declarations = (taken) => taken.map(([names, kind]) => `${names}: ${kind}`).join('\n');

/** Lines of declarations by their names. */
export function declared(text) {
  const lines = text.split('\n').filter((line) => line.trim());
  return Object.fromEntries(lines.map((line) => {
    const at = line.lastIndexOf(':');
    return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  }));
}
