// Asks the checker: a Python of its own, started by the first question, and asked one at a time.

import { Ended, Python } from './run-python.js';

const LONGEST = 60_000; // milliseconds that an answer may take

/** One Python with these files: what can be asked of it, and a stop. */
export function asker(packed) {
  let python = null;
  let last = Promise.resolve();
  let turn = 0; // `stop` lets what waits in an older turn fall

  async function answered(question, progress = () => {}) {
    if (!python || python.ended) python = new Python(progress, { entry: 'checking', packed });
    const asked = python;
    await asked.ready;
    const timer = setTimeout(() => asked.end('long'), LONGEST);
    try {
      return await asked.run(question);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    /**
     * The answer of a function that `checking.py` knows to an argument, both as JSON can hold them.
     * Rejects with `Ended`, whose message says why there is none.
     */
    ask(name, argument, progress) {
      const asked = turn;
      const answer = last.catch(() => {}).then(() => {
        if (asked !== turn) throw new Ended('stopped');
        return answered({ call: name, argument }, progress);
      });
      last = answer;
      return answer;
    },

    /** Ends what is being asked, and what waits to be. */
    stop() {
      turn += 1;
      python?.end('stopped');
    },
  };
}

export const { ask, stop } = asker(['library.bin', 'checker.bin']);
