// What an equation's buttons copy is in a file of the page's, which comes when a verdict is opened:
// the theme's script copies what it then finds on the button.
async function copies() {
  try {
    return await (await fetch(new URL('copies.json', location.href))).json();
  } catch {
    return null; // the buttons stay as they are, and the next verdict that opens asks again
  }
}

document.addEventListener('toggle', async ({ target }) => {
  const buttons = target.matches('details.verdict[open]') ? target.querySelectorAll('[data-copy]') : [];
  const texts = buttons.length > 0 && await copies();
  if (!texts) return;
  for (const button of buttons) {
    button.dataset.clipboardText = texts[button.dataset.copy];
    button.removeAttribute('data-copy');
    button.disabled = false;
  }
}, true);

// Escape closes the verdict that lies over the page; its mark has the focus again.
document.addEventListener('keydown', ({ key }) => {
  const verdict = key === 'Escape' && document.querySelector('details.verdict[open]');
  if (!verdict) return;
  verdict.open = false;
  verdict.querySelector('summary').focus();
});
