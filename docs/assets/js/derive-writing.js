// Has a derivation written and decided by the checker's Python, which here has NumPy too, and draws it.

import { asker } from './check-python.js';
import { summary } from './derive-choices.js';
import { drawn, mark } from './derive-parts.js';
import { Drawing } from './derivation-lines.js';
import { megabytes } from './run-progress.js';

const { ask, stop } = asker(['library.bin', 'files.bin', 'checker.bin']);
export { stop };

let drawing = null;

async function loaded() {
  const made = new Drawing();
  await made.load();
  drawing = made;
}

/** What is written for a choice: its elements and its copies, or an error; `hear` gets what has come. */
export async function written(choice, hear) {
  const said = (come, total) => hear(`${megabytes(come)} of ${megabytes(total)}`);
  const [{ error, parts, copies }] = await Promise.all([ask('derive', choice, said), drawing ?? loaded()]);
  return error ? { error } : { drawn: drawn(parts, drawing), copies };
}

/** What was decided of a page, in a sentence, and beside each equation where it is drawn. */
export async function decided(page, where) {
  const { counts, equations, errors } = await ask('page', { page });
  mark(where, equations);
  return [...errors, summary(counts)].join(' ');
}
