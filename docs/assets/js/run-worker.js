// The page's Python: starts it, shuts the doors behind it, then runs what the page sends.

import { loadPyodide } from "../python/pyodide.mjs";
import { counting } from "./run-progress.js";
import { seal } from "./run-seal.js";

const FILES = new URL("../python/", import.meta.url).href;
const MOST_MEMORY = 512 * 2 ** 20;
const PAGE = 2 ** 16;
const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const post = postMessage.bind(globalThis);
const listen = addEventListener.bind(globalThis);

// Where the policy forbids WebAssembly, loadPyodide would wait for ever without a word.
function obstacle() {
  if (typeof WebAssembly === "undefined") return "webassembly";
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return null;
  } catch {
    return "policy";
  }
}

// Past the limit Python gets no more, and raises a MemoryError.
function limitMemory() {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * PAGE > MOST_MEMORY) throw new RangeError("no more memory");
    return grow.call(this, pages);
  };
}

const failed = (error) => post({ type: "failed", reason: "load", detail: String(error) });

async function showProgress() {
  let total = 0;
  const plain = globalThis.fetch;
  globalThis.fetch = counting(plain, (loaded) => post({ type: "progress", loaded, total }), failed);
  const sizes = await (await plain(`${FILES}sizes.json`)).json();
  total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
}

async function start() {
  limitMemory();
  const known = showProgress();
  const python = await loadPyodide({ indexURL: FILES, packages: ["numpy", "bpcore", "cells"] });
  await known;
  const answer = python.pyimport("cells").start((message) => post(JSON.parse(message)));
  delete globalThis.fetch;
  seal(globalThis);
  listen("message", ({ data }) => {
    post({ type: "done", error: JSON.parse(answer(JSON.stringify(data))) });
  });
  post({ type: "ready" });
}

const reason = obstacle();
if (reason) post({ type: "failed", reason });
else start().catch(failed);
