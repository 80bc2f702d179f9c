// The page's end of its Python: one worker, started, asked, and ended.

const CELLS = { entry: 'cells', packed: ['library.bin', 'files.bin'] };
const PATIENCE = 30_000; // milliseconds without any sign of life while it starts

const WORDS = {
  webassembly: 'This browser has no WebAssembly, which Python needs here.',
  policy: 'A security policy, of this browser or of the network, forbids WebAssembly, which Python needs here.',
  load: 'A part of Python could not be loaded. Is there a connection?',
  silence: 'Python has not answered for 30 seconds. A security policy or the connection may be in its way.',
  stopped: 'Stopped.',
  long: 'There was no answer within a minute.',
  memory: 'Python reached its limit of memory, 512 MB, and was ended.',
  crashed: 'Python broke off and was ended.',
};

let compiled; // Python's machine code, for each worker after the first

// Why Python is not there, or no longer.
export class Ended extends Error {
  constructor(reason) {
    super(WORDS[reason] ?? WORDS.crashed);
    this.reason = reason;
  }
}

export class Python {
  #worker;
  #hear = () => {};
  #settle;
  #isReady = false;
  #timer;
  ended = null;

  // `progress` is called with the bytes that have come and those that will; `kind` has the packed
  // files and the module in them that answers.
  constructor(progress, kind = CELLS) {
    this.ready = this.#next();
    this.#hear = (message) => message.type === 'progress' && progress(message.loaded, message.total);
    this.#worker = new Worker(new URL('./run-worker.js', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }) => this.#message(data));
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.end(this.#isReady ? 'crashed' : 'load');
    });
    this.#worker.postMessage({ module: compiled, ...kind });
    this.#wait();
  }

  // Resolves with the answer, which of a cell is its error, or null; `hear` gets what it prints and draws.
  async run(request, hear = () => {}) {
    await this.ready;
    if (this.ended) throw this.ended;
    const answer = this.#next();
    this.#hear = hear;
    this.#worker.postMessage(request);
    return answer;
  }

  end(reason) {
    if (this.ended) return;
    clearTimeout(this.#timer);
    this.#worker.terminate();
    this.ended = new Ended(reason);
    this.#settle.reject(this.ended);
  }

  #next() {
    const { promise, ...settle } = withResolvers();
    promise.catch(() => {}); // whoever awaits it hears of it
    this.#settle = settle;
    return promise;
  }

  #wait() {
    clearTimeout(this.#timer);
    if (!this.#isReady) this.#timer = setTimeout(() => this.end('silence'), PATIENCE);
  }

  #message(message) {
    if (this.ended) return;
    if (message.type === 'ready') this.#isReady = true;
    this.#wait();
    if (message.type === 'compiled') compiled = message.module;
    else if (message.type === 'failed') this.end(message.reason);
    else if (message.type === 'ready') this.#settle.resolve();
    else if (message.type === 'done') this.#settle.resolve(message.answer);
    else this.#hear(message);
  }
}

function withResolvers() {
  let settle;
  const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle };
}
