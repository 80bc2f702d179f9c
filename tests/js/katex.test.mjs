// The renderer's process: a JSON request a line in, a JSON reply a line out.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../bpsite/render/katex.mjs', import.meta.url));

/** The replies of one process to the formulas, and how the process ended. */
async function render(formulas, display = false) {
  const renderer = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  for (const latex of formulas) renderer.stdin.write(`${JSON.stringify({ latex, display })}\n`);
  renderer.stdin.end();
  const replies = [];
  for await (const line of createInterface({ input: renderer.stdout })) replies.push(JSON.parse(line));
  const [code] = renderer.exitCode === null ? await once(renderer, 'exit') : [renderer.exitCode];
  return { replies, code };
}

test('a formula is answered with HTML, MathML and the LaTeX it came from', async () => {
  const { replies: [{ html }] } = await render(['\\sigma(x)']);
  assert.match(html, /class="katex"/);
  assert.match(html, /<math xmlns="http:\/\/www\.w3\.org\/1998\/Math\/MathML">/);
  assert.match(html, /<annotation encoding="application\/x-tex">\\sigma\(x\)<\/annotation>/);
  assert.doesNotMatch(html, /katex-display/);
});

test('a display formula is answered as one', async () => {
  const { replies: [{ html }] } = await render(['x'], true);
  assert.match(html, /katex-display/);
});

test('one process answers many formulas in their order and ends when nothing more is asked', async () => {
  const { replies, code } = await render(Array.from({ length: 200 }, (_, n) => `x_{${n}}`));
  assert.equal(replies.length, 200);
  replies.forEach(({ html }, n) => assert.match(html, new RegExp(`>x_\\{${n}\\}</annotation>`)));
  assert.equal(code, 0);
});

test('an unknown command is refused with its position, and the next formula is answered', async () => {
  const { replies: [refused, answered] } = await render(['x + \\nope', 'x']);
  assert.deepEqual(refused, { message: 'Undefined control sequence: \\nope', position: 4 });
  assert.ok(answered.html);
});

test('a group that is not closed is refused', async () => {
  const { replies: [{ message, html }] } = await render(['\\frac{1}{x']);
  assert.match(message, /expected '\}'/);
  assert.equal(html, undefined);
});

test('a character that LaTeX would not take is refused, so that a formula means the same everywhere', async () => {
  const { replies: [{ message }] } = await render(['\u4e16']);
  assert.match(message, /unicodeTextInMathMode/);
});

test('the renderer gives a symbol the class of its role', async () => {
  const { replies: [{ html }] } = await render(['\\htmlClass{role-error}{\\delta}']);
  assert.match(html, /class="[^"]*\brole-error\b/);
});

test('an author can put no address, picture, identifier or style into a page', async () => {
  const untrusted = [
    '\\href{https://example.org}{x}',
    '\\url{https://example.org}',
    '\\includegraphics{https://example.org/x.png}',
    '\\htmlId{eq-1}{x}',
    '\\htmlStyle{color: red}{x}',
    '\\htmlData{a=b}{x}',
  ];
  const { replies } = await render(untrusted);
  for (const { html = '' } of replies) {
    const markup = html.replace(/<annotation.*?<\/annotation>/g, '');
    assert.doesNotMatch(markup, /href=|src=|id=|data-a|color: ?red/);
  }
});
