import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt, marked, prepared, rank, words } from '../../docs/assets/js/search-rank.js';

const docs = [
  { location: 'derivations/by-hand/', title: 'By hand', text: 'The chain rule and nothing more.' },
  { location: 'derivations/by-hand/#update', title: 'The update', text: 'Downhill.', foundBy: 'why minus, learning rate' },
  { location: 'derivations/error-signal/', title: 'The error signal', text: 'A name.', foundBy: 'delta' },
  { location: 'derivations/sigmoid/#rules', title: 'Two rules', text: 'Two.', foundBy: 'chain rule' },
  { location: 'derivations/layers/#ways', title: 'Two ways', text: 'A sum.', foundBy: 'multivariable chain rule' },
  { location: 'errata/#chain', title: 'The chain rule', text: 'An error.' },
  { location: 'snippets/#costs', title: 'Delta of a cost', text: 'delta '.repeat(50) },
  { location: 'reference/api/#delta', title: 'output_delta', text: 'The weights of a layer.' },
];
const titles = new Map([['derivations/by-hand/', 'By hand']]);
const sections = docs.map((section) => prepared(section, titles));
const found = (query) => rank(sections, query).map(({ location }) => location);

test('where an author leads comes before a title, and a title before a text', () => {
  assert.deepEqual(found('chain rule'), [
    'derivations/sigmoid/#rules', 'derivations/layers/#ways', 'errata/#chain', 'derivations/by-hand/',
  ]);
});

test('a way that is all of what is looked for comes before one with more words', () => {
  const ways = ['multivariable chain rule', 'chain rule'];
  const sections = ways.map((foundBy) => prepared({ location: foundBy, title: '', text: '', foundBy }, titles));
  assert.deepEqual(rank(sections, 'Chain rules').map(({ location }) => location), ways.toReversed());
});

test('a listing comes last, however often it says the word', () => {
  assert.deepEqual(found('delta'), ['derivations/error-signal/', 'snippets/#costs']);
});

test('a Greek letter is its name', () => {
  assert.deepEqual(found('δ'), found('delta'));
  assert.deepEqual(words('δ∂'), ['delta', 'partial']);
});

test('a word that is still being typed finds what begins so', () => {
  assert.equal(found('upd')[0], 'derivations/by-hand/#update');
});

test('one of several is found by all of them', () => {
  assert.deepEqual(found('weight'), found('weights'));
  assert.equal(found('weight').length, 1);
});

test('where no section has all words, those with most of them are shown', () => {
  assert.deepEqual(found('why minus nonsense'), ['derivations/by-hand/#update']);
});

test('nothing is found by nothing, and by what is nowhere', () => {
  assert.deepEqual(found('  '), []);
  assert.deepEqual(found('nonsense'), []);
});

test('an excerpt begins near the word and ends between words', () => {
  const text = `${'so '.repeat(100)}the minus is here ${'and '.repeat(100)}`;
  const shown = excerpt(text, 'minus', 60);
  assert.match(shown, /^… so .*minus.* …$/u);
  assert.ok(shown.length < 70);
});

test('what was looked for is marked, as a letter and as its name', () => {
  const lit = (query) => marked('The δ is delta', query).filter(([, isOne]) => isOne).map(([part]) => part);
  assert.deepEqual(lit('delta'), ['δ', 'delta']);
  assert.deepEqual(lit('del'), ['δ', 'delta']);
  assert.deepEqual(lit('nothing'), []);
});
