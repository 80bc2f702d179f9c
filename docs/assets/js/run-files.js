// The one file that holds Python's library and the packages: unpacked, and put where Python looks.

const LENGTH = 4; // bytes of the number before the list of names and sizes

// Each file's path and content, as views of the bytes.
export function listed(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const list = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH, LENGTH + length)));
  let at = LENGTH + length;
  return list.map(([path, size]) => [path, bytes.subarray(at, (at += size))]);
}

// Rejects where the response ends too early.
export async function unpacked(response) {
  const whole = response.body.pipeThrough(new DecompressionStream('gzip'));
  return listed(new Uint8Array(await new Response(whole).arrayBuffer()));
}

const folder = (path) => path.slice(0, path.lastIndexOf('/'));

export function install(fs, files) {
  for (const path of new Set(files.map(([name]) => folder(name)))) fs.mkdirTree(path);
  for (const [path, content] of files) fs.writeFile(path, content, { canOwn: true });
}
