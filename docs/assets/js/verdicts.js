// Escape closes the verdict that lies over the page; its mark has the focus again.
document.addEventListener('keydown', ({ key }) => {
  const verdict = key === 'Escape' && document.querySelector('details.verdict[open]');
  if (!verdict) return;
  verdict.open = false;
  verdict.querySelector('summary').focus();
});
