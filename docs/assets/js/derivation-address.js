// A derivation in the page's address, behind the #, which no host is sent: packed, and in letters
// that need no escape there.

const KEY = '#d=';
const LONGEST = 20_000; // characters of a fragment, written or unpacked
const BETWEEN = '\0'; // the lines, and what the names were declared as

const through = (bytes, stream) =>
  new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();

const letters = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const unlettered = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

/** The fragment that holds lines and declarations; nothing for nothing, and for what is too long to be read. */
export async function write({ text, declared }) {
  if (!text.trim()) return '';
  const whole = declared ? text + BETWEEN + declared : text;
  const packed = await through(new TextEncoder().encode(whole), new CompressionStream('deflate-raw'));
  const fragment = KEY + letters(new Uint8Array(packed));
  return fragment.length > LONGEST ? '' : fragment;
}

/** The lines and declarations in a fragment; null where it has none that can be read. */
export async function read(fragment) {
  if (!fragment.startsWith(KEY) || fragment.length > LONGEST) return null;
  try {
    const bytes = unlettered(fragment.slice(KEY.length));
    const whole = await through(bytes, new DecompressionStream('deflate-raw'));
    const [text, declared = ''] = new TextDecoder().decode(whole).split(BETWEEN);
    return { text, declared };
  } catch {
    return null;
  }
}
