import assert from "node:assert/strict";
import { test } from "node:test";
import { counting, megabytes } from "../../docs/assets/js/run-progress.js";

const answer = (text, init) => async () => new Response(text, init);

test("bytes are counted as they come, over all files", async () => {
  const counts = [];
  const fetch = counting(answer("four", { headers: { "content-type": "application/wasm" } }), (n) => counts.push(n));
  const response = await fetch("a");
  assert.equal(response.headers.get("content-type"), "application/wasm");
  assert.equal(await response.text(), "four");
  await (await fetch("b")).text();
  assert.deepEqual(counts, [4, 8]);
});

test("a file that is not there is an error, and reported", async () => {
  const failures = [];
  const fetch = counting(answer("", { status: 404 }), () => {}, (error) => failures.push(error));
  await assert.rejects(fetch("a"), /404/);
  assert.equal(failures.length, 1);
});

test("megabytes have one decimal", () => {
  assert.equal(megabytes(16_140_000), "16.1");
});
