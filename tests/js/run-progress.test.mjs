import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counting, megabytes } from '../../docs/assets/js/run-progress.js';

const answer = (text, init) => async () => new Response(text, init);

test('bytes are counted as they come, over all files', async () => {
  const counts = [];
  const fetch = counting(answer('four'), (loaded) => counts.push(loaded));
  assert.equal(await (await fetch('a')).text(), 'four');
  await (await fetch('b')).text();
  assert.deepEqual(counts, [4, 8]);
});

test('a file that is not there is an error', async () => {
  const fetch = counting(answer('', { status: 404 }), () => {});
  await assert.rejects(fetch('a'), /404/);
});

test('megabytes have one decimal', () => {
  assert.equal(megabytes(16_140_000), '16.1');
});
