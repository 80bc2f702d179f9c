// A list of exercises: which are done; on a derivation, the whole questions.

import { load } from './exercise-progress.js';

export function bring(element) {
  const show = () => mark(element);
  show();
  document.addEventListener('exercise-noted', show);
  if (element.dataset.whole === undefined) return;
  bringWhole(element).catch(() => {}); // the list and its links remain
}

function mark(element) {
  const record = load();
  for (const row of element.querySelectorAll('li[data-exercise]')) {
    row.dataset.status = record[row.dataset.exercise]?.status ?? '';
  }
}

// Both pages are as deep in the site, so that links lead to the same places from either.
async function bringWhole(element) {
  const address = element.querySelector('a').href.split('#')[0];
  const response = await fetch(address);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const sections = [...page.querySelectorAll('section.exercise')];
  for (const section of sections) {
    const title = section.querySelector('h2');
    const heading = document.createElement('h3');
    heading.append(...title.childNodes);
    heading.id = title.id;
    title.replaceWith(heading);
    // A solution's cell runs on its own page: here it would come after cells that share its names.
    for (const cell of section.querySelectorAll('.cell[data-cell]')) delete cell.dataset.cell;
  }
  element.replaceChildren(...sections);
}
