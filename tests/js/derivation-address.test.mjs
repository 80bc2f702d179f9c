import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, write } from '../../docs/assets/js/derivation-address.js';

const LINES = String.raw`\frac{\partial J}{\partial w} = (a - y) \sigma'(z) x
= (a - y) a (1 - a) x % ä`;

test('lines and declarations come back from their address', async () => {
  for (const declared of ['', 'w, x: real\nf: function']) {
    assert.deepEqual(await read(await write({ text: LINES, declared })), { text: LINES, declared });
  }
});

test('an address has letters that no mail and no board changes, and few of them', async () => {
  const fragment = await write({ text: LINES.repeat(3), declared: '' });
  assert.match(fragment, /^#d=[\w-]+$/);
  assert.ok(fragment.length < LINES.length * 2);
});

test('nothing has no address', async () => {
  assert.equal(await write({ text: ' \n', declared: '' }), '');
});

test('what is no derivation is passed over', async () => {
  for (const fragment of ['', '#what-it-says', '#d=', '#d=%%%', '#d=AAAA', `#d=${'A'.repeat(30_000)}`]) {
    assert.equal(await read(fragment), null, fragment.slice(0, 20));
  }
});

test('what is too long to be read from an address is not written into one', async () => {
  const long = Array.from({ length: 20_000 }, (_, index) => `x_{${(index * 7919) % 104_729}}`).join(' + ');
  assert.equal(await write({ text: long, declared: '' }), '');
});
