// The colours that the reader chose, or the system's, before anything is drawn in others.
(() => {
  const root = document.documentElement;
  root.classList.replace('no-js', 'js');
  if (__md_get('__palette')) return;
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  document.body.setAttribute('data-md-color-scheme', isDark ? 'slate' : 'default');
})();
