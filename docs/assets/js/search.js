// The search: opened by its field, its button or a key; what finds anything comes with the first of
// them, and the index too.
(() => {
  const KEYS = ['/', 's', 'f'];
  const TYPED_INTO = 'input, textarea, select, [contenteditable]';

  const toggle = document.getElementById('__search');
  const field = document.querySelector('.md-search__input');
  if (!toggle || !field) return;

  const isOpen = () => toggle.checked;
  const turn = (open) => { if (open !== isOpen()) toggle.click(); };
  let finding = null;

  async function find() {
    finding ??= import('./search-box.js').then(({ start }) => start(field, () => turn(false)));
    try {
      (await finding)(field.value);
    } catch {
      finding = null; // the next letter asks again
      document.querySelector('.md-search-result__meta').textContent
        = 'The search did not load. Is there a connection? The next letter tries again.';
    }
  }

  field.form.addEventListener('submit', (event) => {
    event.preventDefault();
    document.querySelector('.md-search-result__link')?.click();
  });
  field.addEventListener('focus', () => { turn(true); find(); });
  field.addEventListener('input', find);
  toggle.addEventListener('change', () => { if (isOpen()) field.focus(); });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && isOpen()) {
      turn(false);
      field.blur();
    } else if (KEYS.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey
      && !event.composedPath()[0].closest?.(TYPED_INTO)) { // the editor hides what it is made of
      event.preventDefault();
      field.focus();
    }
  });
})();
