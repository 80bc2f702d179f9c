// Of the variants below a form the one that its reader chooses, which the page's address keeps.

export function open(form) {
  const variants = [...document.querySelectorAll('.variants > [data-variant]')];
  take(form, new URLSearchParams(window.location.search));
  const show = () => {
    const chosen = [...new FormData(form).values()].join(' ');
    for (const variant of variants) variant.classList.toggle('chosen', variant.dataset.variant === chosen);
  };
  form.addEventListener('change', () => {
    show();
    const query = new URLSearchParams(new FormData(form));
    window.history.replaceState(window.history.state, '', `?${query}${window.location.hash}`);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  show();
}

// A value that there is not leaves the choice as it stands.
function take(form, query) {
  for (const box of form.querySelectorAll('[type=radio]')) {
    if (query.get(box.name) === box.value) box.checked = true;
  }
}
