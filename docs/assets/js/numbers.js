// How numbers are written: with a true minus sign, and never wider than their place.

const signed = (text) => text.replaceAll('-', '\u2212');

function written(value, decimals) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : signed(value > 0 ? '\u221e' : '-\u221e');
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 10 ** (1 - decimals) && size < 1e6);
  return signed(plain ? value.toFixed(decimals) : value.toExponential(decimals - 2));
}

/** Six decimals, or six digits and a power of ten where decimals would not show them. */
export const rounded = (value) => written(value, 6);

const ROOM = 7; // the characters for which there is room beside a node

/** Four decimals, or as many digits as there is room for beside a node of the figure. */
export function short(value) {
  const plain = [4, 3, 2].map((decimals) => written(value, decimals));
  const powers = [2, 1, 0].map((decimals) => signed(value.toExponential(decimals)));
  return [...plain, ...powers].find((text) => text.length <= ROOM);
}

/** Two decimals, or fewer: as much as stands within a unit of a drawn network. */
export function tight(value) {
  if (!Number.isFinite(value)) return written(value, 2);
  const plain = [2, 1, 0].map((decimals) => value.toFixed(decimals));
  return signed([...plain, value.toExponential(0)].find((text, place) => text.length <= 5 || place === 3));
}

/** A number that somebody chose, as they wrote it if there is room for that in the figure. */
export const brief = (value) => (String(value).length <= ROOM ? full(value) : short(value));

/** All digits: the shortest text that is this number and no other. */
export const full = (value) => (Number.isFinite(value) ? signed(String(value)) : written(value, 6));

/** A number that somebody chose, as they wrote it if that is short. */
export const chosen = (value) => (String(value).length <= 8 ? full(value) : rounded(value));

/** Sixteen significant digits, for a comparison. */
export const sixteen = (value) => (Number.isFinite(value) ? signed(value.toPrecision(16)) : written(value, 6));

/** Seventeen significant digits, which no two numbers share. */
export const seventeen = (value) => (Number.isFinite(value) ? signed(value.toPrecision(17)) : written(value, 6));

/** The text cut in two behind its first `count` significant digits. */
export function cutBehind(text, count) {
  const significant = /[1-9]/.exec(text)?.index ?? 0;
  let end = 0;
  for (let seen = 0; end < text.length && seen < count && text[end] !== 'e'; end += 1) {
    if (end >= significant && /\d/.test(text[end])) seen += 1;
  }
  return count > 0 ? [text.slice(0, end), text.slice(end)] : ['', text];
}
