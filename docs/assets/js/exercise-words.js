// The checker's words as a reader sees them: names in LaTeX become Greek letters and raised indices.

const GREEK = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', varepsilon: 'ε', epsilon: 'ε', eta: 'η', theta: 'θ',
  lambda: 'λ', mu: 'μ', rho: 'ρ', sigma: 'σ', phi: 'φ', tau: 'τ', omega: 'ω', xi: 'ξ',
};
const RAISED = { '(': '⁽', ')': '⁾', i: 'ⁱ', l: 'ˡ', '+': '⁺', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵' };
const LOWERED = { 0: '₀', 1: '₁', 2: '₂', 3: '₃', 4: '₄', 5: '₅' };

const translated = (text, table) => [...text].map((letter) => table[letter] ?? letter).join('');

export function plain(words) {
  return words
    .replace(/\\hat\{(\w)\}/g, (_, letter) => `${letter}\u0302`.normalize('NFC'))
    .replace(/\\([A-Za-z]+)/g, (_, name) => GREEK[name] ?? name)
    .replace(/\^\{?(\([\dil+]+\))\}?/g, (_, index) => translated(index, RAISED))
    .replace(/_\((\d+)\)/g, (_, index) => translated(index, LOWERED))
    .replace(/-(?=[\d.])/g, '\u2212');
}

const NUMBERS = /^at (.*): left (\S+), right (\S+)$/s;
const MOST = 6; // numbers that are named, of which a network has many

const some = (at) => {
  const named = at.split(/, (?=[^,]* = )/);
  return named.length > MOST ? `${named.slice(0, MOST).join(', ')} and other numbers` : at;
};

/** What refutes a formula, as a sentence. */
export function refuted(detail) {
  const numbers = NUMBERS.exec(detail);
  if (numbers) {
    const [, at, left, right] = numbers.map(plain);
    const where = at === 'every point' ? 'Wherever you look' : `At ${some(at)}`;
    return `${where}, the left side is ${left}, and the right side with your answer is ${right}.`;
  }
  return detail ? `${plain(detail)[0].toUpperCase()}${plain(detail).slice(1)}.` : '';
}
