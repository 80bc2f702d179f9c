// How many exercises are done; the record as a file, or erased.

import { erase, load, right } from './exercise-progress.js';

export function bring(element) {
  if (element.dataset.awake !== undefined) return;
  element.dataset.awake = '';
  const exercises = [...document.querySelectorAll('li[data-exercise]')].map((row) => row.dataset.exercise);
  const said = element.querySelector('[role=status]');
  const show = () => {
    said.textContent = `${right(load(), exercises)} of ${exercises.length} answered right.`;
  };
  show();
  document.addEventListener('exercise-noted', show);
  element.addEventListener('click', ({ target }) => {
    const act = target.closest('button')?.dataset.act;
    if (act === 'export') exported();
    if (act === 'erase' && window.confirm('Erase what you have answered in this browser?')) erase();
  });
}

function exported() {
  const text = JSON.stringify({ exercises: load() }, null, 1);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'exercises.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
