// What stands under the search's field: the sections that were found, and how to walk through them.
import { excerpt, marked, prepared, rank } from './search-rank.js';

const ROOT = new URL('../../', import.meta.url);
const LINK = '.md-search-result__link';

async function sections() {
  const answer = await fetch(new URL('search/search_index.json', ROOT));
  if (!answer.ok) throw new Error(`the index of the search: ${answer.status}`);
  const { docs } = await answer.json();
  const pages = docs.filter(({ location }) => !location.includes('#'));
  const titles = new Map(pages.map(({ location, title }) => [location, title]));
  return docs.map((section) => prepared(section, titles));
}

function element(name, kind, ...children) {
  const made = document.createElement(name);
  made.className = kind;
  made.append(...children);
  return made;
}

const lit = (text, query) => marked(text, query)
  .map(([part, isOne]) => (isOne ? element('mark', '', part) : part));

function item(section, query) {
  const { location, title, page, text } = section;
  const name = element('p', 'search-title', ...lit(title, query));
  if (page && page !== title) name.append(element('span', 'search-page', page));
  const article = element('article', 'md-search-result__article md-typeset', name);
  if (text) article.append(element('p', 'search-excerpt', ...lit(excerpt(text, query), query)));
  const link = element('a', 'md-search-result__link', article);
  link.href = new URL(location, ROOT).href;
  return element('li', 'md-search-result__item', link);
}

function said(query, count) {
  if (!query.trim()) return 'Type a word, a symbol such as δ, or the name of a function.';
  if (count === 0) return 'Nothing found. Another word for it may lead there.';
  return count === 1 ? '1 section' : `${count} sections`;
}

/** Up and down go through what was found, from the field and back to it. */
function walk(event, field, list) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [field, ...list.querySelectorAll(LINK)];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Reads the index; gives what shows the sections for some words. */
export async function start(field, close) {
  const all = await sections();
  const box = field.closest('.md-search');
  const list = box.querySelector('.md-search-result__list');
  const meta = box.querySelector('.md-search-result__meta');
  box.addEventListener('keydown', (event) => walk(event, field, list));
  list.addEventListener('click', (event) => { if (event.target.closest(LINK)) close(); });
  return (query) => {
    const found = rank(all, query);
    list.replaceChildren(...found.map((section) => item(section, query)));
    meta.textContent = said(query, found.length);
  };
}
