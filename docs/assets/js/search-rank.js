// Which sections somebody means by a few words, the likeliest first.

const GREEK = {
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', Δ: 'delta', ε: 'epsilon', η: 'eta', θ: 'theta',
  λ: 'lambda', μ: 'mu', π: 'pi', σ: 'sigma', Σ: 'sum', τ: 'tau', φ: 'phi', ω: 'omega', '∂': 'partial',
};
// What a match in one place counts against one in another.
const FOUND_BY = 30;
const TITLE = 20;
const PAGE = 4;
// Where readers mean to go: to a derivation before a listing.
const KINDS = [
  ['derivations/', 1.5], ['reference/glossary/', 1.2], ['labs/', 1.1], ['reference/api/', 0.7],
  ['snippets/', 0.5], ['licences/', 0.2],
];
const OTHER = 0.8;
const WHOLE = 1.5; // all that somebody looks for is all of a title, or of one way that leads there
const BEGINS = 0.5; // a word that only begins like the one looked for

/** The words of a text in small letters, a Greek letter by its name. */
export function words(text) {
  const spelled = text.replace(/[α-ωΔΣ∂]/gu, (letter) => ` ${GREEK[letter] ?? letter} `);
  return spelled.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

const single = (word) => (word.length > 3 ? word.replace(/s$/u, '') : word);

/** How well a word is the one looked for: 1, less where it only begins so, or 0. */
function likeness(word, wanted) {
  if (single(word) === single(wanted)) return 1;
  return wanted.length > 1 && word.startsWith(wanted) ? BEGINS : 0;
}

const phrase = (text) => words(text).map(single).join(' ');

const best = (known, wanted) => known.reduce((most, word) => Math.max(most, likeness(word, wanted)), 0);

/** A section with its words taken apart; `titles` are those of the pages, by address. */
export function prepared({ location, title, text, foundBy }, titles) {
  const page = location.split('#')[0];
  return {
    location, title, text,
    page: titles.get(page) ?? '',
    weight: KINDS.find(([start]) => page.startsWith(start))?.[1] ?? OTHER,
    phrases: [title, ...(foundBy ?? '').split(',')].map(phrase),
    foundBy: words(foundBy ?? ''),
    inTitle: words(title),
    inPage: words(titles.get(page) ?? ''),
    inText: words(text),
  };
}

function scoreOf(section, wanted) {
  const often = section.inText.reduce((sum, word) => sum + likeness(word, wanted), 0);
  return Math.max(
    FOUND_BY * best(section.foundBy, wanted),
    TITLE * best(section.inTitle, wanted),
    PAGE * best(section.inPage, wanted),
    Math.log2(1 + often),
  );
}

/** The sections that have all the words, else those that have most of them. */
export function rank(sections, query, most = 12) {
  const wanted = [...new Set(words(query))];
  if (wanted.length === 0) return [];
  const scored = sections.map((section) => {
    const scores = wanted.map((word) => scoreOf(section, word));
    const has = scores.filter((score) => score > 0).length;
    const weight = section.weight * (section.phrases.includes(phrase(query)) ? WHOLE : 1);
    return { section, has, score: weight * scores.reduce((a, b) => a + b, 0) };
  });
  const complete = Math.max(...scored.map(({ has }) => has));
  return scored
    .filter(({ has }) => has > 0 && has === complete)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ section }) => section);
}

/** A text in parts, each with whether it is one of the words looked for. */
export function marked(text, query) {
  const wanted = words(query);
  return text.split(/([\p{L}\p{N}_]+)/u).filter(Boolean)
    .map((part) => [part, wanted.some((word) => best(words(part), word) > 0)]);
}

/** What stands around the first of the words in a text. */
export function excerpt(text, query, length = 130) {
  let at = 0;
  for (const [part, isOne] of marked(text, query)) {
    if (isOne) break;
    at += part.length;
  }
  if (at >= text.length) at = 0;
  const start = at < length / 2 ? 0 : text.indexOf(' ', at - length / 3) + 1;
  const end = start + length >= text.length ? text.length : text.lastIndexOf(' ', start + length);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
}
