// Drives the Firefox that a machine has, by the standard protocol that it speaks itself: WebDriver BiDi.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const LISTENING = /WebDriver BiDi listening on (ws:\S+)/;
const EVENTS = ['log.entryAdded', 'network.beforeRequestSent'];

// Firefox with a profile of its own, and the address where it listens.
async function launch(executable) {
  const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
  const options = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(executable, options, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async () => {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true });
  };
  for await (const line of createInterface({ input: child.stderr })) {
    const found = LISTENING.exec(line);
    if (!found) continue;
    child.stderr.resume(); // what it says later is read, so that it does not wait
    return { address: `${found[1]}/session`, close };
  }
  await close();
  throw new Error(`${executable} did not say where it listens`);
}

// Sends commands, and gives each event to `hear`.
async function connect(address, hear) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map();
  let last = 0;
  socket.on('message', (text) => {
    const message = JSON.parse(text);
    if (message.type === 'event') return hear(message);
    const { resolve, reject } = waiting.get(message.id);
    if (message.type === 'success') resolve(message.result);
    else reject(new Error(`${message.error}: ${message.message}`));
  });
  return (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

const keys = (pressed) => [
  ...pressed.map((value) => ({ type: 'keyDown', value })),
  ...pressed.toReversed().map((value) => ({ type: 'keyUp', value })),
];

// A tab: where it is, what its page answers, and the keys that are pressed in it.
function tab(send, context) {
  return {
    open: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
    async ask(functionDeclaration, ...values) {
      const text = { type: 'string', value: JSON.stringify(values) };
      const answer = await send('script.callFunction', {
        functionDeclaration: `async (text) => JSON.stringify(await (${functionDeclaration})(...JSON.parse(text)))`,
        arguments: [text],
        awaitPromise: true,
        target: { context },
      });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
      return answer.result.type === 'string' ? JSON.parse(answer.result.value) : undefined;
    },
    press: (...pressed) =>
      send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions: keys(pressed) }] }),
  };
}

// Calls `read` with a tab; resolves with what the pages asked for and complained about.
export async function inFirefox(executable, read) {
  const { address, close } = await launch(executable);
  const heard = { requests: [], complaints: [] };
  try {
    const send = await connect(address, ({ method, params }) => {
      if (method === 'network.beforeRequestSent') heard.requests.push(params.request.url);
      else if (['error', 'warn'].includes(params.level)) heard.complaints.push(params.text);
    });
    await send('session.new', { capabilities: {} });
    await send('session.subscribe', { events: EVENTS });
    const { contexts } = await send('browsingContext.getTree', {});
    await read(tab(send, contexts[0].context));
  } finally {
    await close();
  }
  return heard;
}
