// Runs code and its cases in the Python that runs the pages' cells.

import { Python } from './run-python.js';

const LONGEST = 10_000; // milliseconds that an answer may take

let python = null;

function started() {
  if (!python || python.ended) python = new Python(() => {});
  return python;
}

// An error as the build has it: its type alone, since the words differ from one Python to the next.
const typeOf = (error) => /(\w+)(?::.*)?\s*$/.exec(String(error.text).trim().split('\n').at(-1))?.[1] ?? 'Error';

class Trouble extends Error {
  constructor(said) {
    super(said);
    this.said = said;
  }
}

/** What each case prints after the code; behind an error nothing more. */
export async function outputs(text, cases) {
  const mine = started();
  const parts = [text, ...cases.map(([source]) => source)];
  const printed = parts.map(() => '');
  let at = 0;
  const hear = (message) => {
    if (message.type === 'part') at = Number(message.part);
    if (message.type === 'output') printed[at] += message.text;
  };
  const error = await timed(mine, () => mine.run({ number: 1, parts, echo: true }, hear));
  if (error?.needs) throw new Trouble(`${error.needs} is not loaded in the page.`);
  if (error && at === 0) throw new Trouble(`Your code does not run: ${String(error.text).trim().split('\n').at(-1)}`);
  if (error) printed[at] += typeOf(error);
  return printed.slice(1);
}

async function timed(mine, run) {
  try {
    await mine.ready;
    const timer = setTimeout(() => mine.end('stopped'), LONGEST);
    return await run().finally(() => clearTimeout(timer));
  } catch (ended) {
    const said = ended.reason === 'stopped' ? 'Your code does not end: it was stopped after ten seconds.' : ended.message;
    throw new Trouble(said);
  }
}
