// A sheet of the exercises for a class, with or without the solutions.

export function bring(element) {
  element.addEventListener('click', ({ target }) => {
    const wanted = target.closest('button')?.dataset.print;
    if (wanted) print(wanted);
  });
}

function print(wanted) {
  const closed = [...document.querySelectorAll('.exercise-solution:not([open])')];
  const root = document.documentElement;
  root.dataset.print = wanted;
  if (wanted === 'solutions') for (const part of closed) part.open = true;
  window.addEventListener('afterprint', () => {
    delete root.dataset.print;
    for (const part of closed) part.open = false;
  }, { once: true });
  window.print();
}
