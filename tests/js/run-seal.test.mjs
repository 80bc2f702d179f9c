import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const url = new URL('../../docs/assets/js/run-seal.js', import.meta.url).href;

// In a worker of its own, because what is taken away is gone.
const inside = (code) =>
  new Promise((resolve, reject) => {
    const text = `
      import { parentPort } from "node:worker_threads";
      import { seal } from ${JSON.stringify(url)};
      const above = Object.getPrototypeOf(globalThis); // as a browser's scope inherits its ways out
      Object.setPrototypeOf(globalThis, { __proto__: above, inherited: 1 });
      const left = seal(globalThis);
      parentPort.postMessage(await (async () => { ${code} })());`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(text)}`));
    worker.once('message', (answer) => resolve(answer) ?? worker.terminate());
    worker.once('error', reject);
  });

test('nothing is left that reaches the network, another worker or stored data', async () => {
  assert.deepEqual(await inside('return left'), []);
  const names = ['fetch', 'WebSocket', 'BroadcastChannel', 'navigator', 'eval', 'process', 'setInterval',
    'inherited'];
  const types = await inside(`return ${JSON.stringify(names)}.map((name) => typeof globalThis[name])`);
  assert.deepEqual(types, names.map(() => 'undefined'));
});

test('no text becomes code', async () => {
  const ways = ['Function', '(() => 0).constructor', '(async () => 0).constructor',
    '(function* () {}).constructor', '(async function* () {}).constructor'];
  for (const way of ways) {
    const answer = await inside(`try { ${way}("return 1")(); return "ran" } catch (error) { return error.message }`);
    assert.equal(answer, 'code is not made from text here', way);
  }
  assert.equal(await inside(`try { setTimeout("1"); return "ran" } catch (error) { return error.message }`),
    'code is not made from text here');
});

test('functions, timers and arithmetic stay', async () => {
  assert.equal(await inside('return (() => 0) instanceof Function'), true);
  assert.equal(await inside('return new Promise((resolve) => setTimeout(() => resolve(Math.max(1, 2)), 1))'), 2);
});
