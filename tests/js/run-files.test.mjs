import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { install, unpacked } from '../../docs/assets/js/run-files.js';

function packed(files) {
  const list = Buffer.from(JSON.stringify(files.map(([path, text]) => [path, text.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return gzipSync(Buffer.concat([length, list, ...files.map(([, text]) => Buffer.from(text))]));
}

const FILES = [['/lib/a.py', 'one'], ['/lib/empty', ''], ['/lib/b/c.py', 'three']];
const text = (content) => new TextDecoder().decode(content);

test('every file comes out with its path and content', async () => {
  const files = await unpacked(new Response(packed(FILES)));
  assert.deepEqual(files.map(([path, content]) => [path, text(content)]), FILES);
});

test('a file that ends too early is an error', async () => {
  const part = packed(FILES).subarray(0, -12);
  await assert.rejects(unpacked(new Response(part)));
});

test('each folder is made once, before its files', () => {
  const calls = [];
  const fs = { mkdirTree: (path) => calls.push(path), writeFile: (path) => calls.push(path) };
  install(fs, [['/lib/a', ''], ['/lib/b/c', ''], ['/lib/b/d', '']]);
  assert.deepEqual(calls, ['/lib', '/lib/b', '/lib/a', '/lib/b/c', '/lib/b/d']);
});
