// The page's Python: starts it, shuts the doors behind it, then answers what the page sends.

import { loadPyodide } from '../python/pyodide.js';
import { install, unpacked } from './run-files.js';
import { counting } from './run-progress.js';
import { seal } from './run-seal.js';

const FILES = new URL('../python/', import.meta.url).href;
const MACHINE = 'pyodide.asm.wasm';
const MOST_MEMORY = 512 * 2 ** 20;
const PAGE = 2 ** 16;
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const post = postMessage.bind(globalThis);
const listen = addEventListener.bind(globalThis);
const fetch = globalThis.fetch.bind(globalThis);

// Where the policy forbids WebAssembly, loadPyodide would wait for ever without a word.
function obstacle() {
  if (typeof WebAssembly === 'undefined') return 'webassembly';
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return null;
  } catch {
    return 'policy';
  }
}

// Past the limit Python gets no more, and raises a MemoryError.
function limitMemory() {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * PAGE > MOST_MEMORY) throw new RangeError('no more memory');
    return grow.call(this, pages);
  };
}

const failed = (error) => post({ type: 'failed', reason: 'load', detail: String(error) });

// A fetch of Python's files by name, of which the page hears how much has come of those wanted.
function reporting(wanted) {
  const come = { loaded: 0, total: 0 };
  const report = (more) => post({ type: 'progress', ...Object.assign(come, more) });
  const sizes = fetch(`${FILES}sizes.json`).then((response) => response.json());
  const sum = (size) => wanted.reduce((total, name) => total + size[name], 0);
  const known = sizes.then((size) => report({ total: sum(size) })); // maybe after all that comes
  const counted = counting(fetch, (loaded) => report({ loaded }));
  return { known, get: (name) => counted(FILES + name) };
}

// Whether the browser can compile the file as it comes from its cache, without a download: in a
// private window there may be no room for it, and some hosts don't say that it is WebAssembly.
async function canStream(url) {
  const response = await fetch(url, { method: 'HEAD', cache: 'force-cache' });
  await response.text();
  const isCode = response.headers.get('content-type') === 'application/wasm';
  return isCode && performance.getEntriesByName(url).at(-1)?.transferSize === 0;
}

// A browser keeps what it made of the code for the next visit, but only of a response of its own
// that nobody else has read: so the bytes are counted on their way to its cache, and taken there.
async function compiled(get) {
  const url = FILES + MACHINE;
  const bytes = await (await get(MACHINE)).arrayBuffer();
  const module = (await canStream(url))
    ? await WebAssembly.compileStreaming(fetch(url, { cache: 'force-cache' }))
    : await WebAssembly.compile(bytes);
  post({ type: 'compiled', module });
  return module;
}

// What Pyodide would fetch by itself comes from here: its code by this, its library with the packages.
function provide(code) {
  globalThis.fetch = async () => new Response();
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await code;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
}

async function load(module, packed) {
  const { known, get } = reporting(module ? packed : [...packed, MACHINE]);
  const code = module ? Promise.resolve(module) : compiled(get);
  const files = Promise.all(packed.map((name) => get(name).then(unpacked)));
  const lock = fetch(`${FILES}pyodide-lock.json`).then((response) => response.json());
  for (const part of [known, code, files, lock]) part.catch(failed); // Pyodide would wait for ever
  const { default: createPyodideModule } = await import('../python/pyodide.asm.js');
  provide(code);
  return loadPyodide({
    indexURL: FILES,
    createPyodideModule,
    lockFileContents: lock,
    fsInit: async (fs) => install(fs, (await files).flat()),
  });
}

async function start({ module, packed, entry }) {
  limitMemory();
  const python = await load(module, packed);
  const answer = python.pyimport(entry).start((message) => post(JSON.parse(message)));
  delete globalThis.fetch;
  seal(globalThis);
  listen('message', ({ data }) => {
    post({ type: 'done', answer: JSON.parse(answer(JSON.stringify(data))) });
  });
  post({ type: 'ready' });
}

const reason = obstacle();
if (reason) post({ type: 'failed', reason });
else listen('message', ({ data }) => start(data).catch(failed), { once: true });
