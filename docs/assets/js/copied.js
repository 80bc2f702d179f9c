// A formula in a copied selection is its LaTeX, once. KaTeX's own script does it, and comes when
// somebody begins to select.
document.addEventListener('selectstart', () => {
  import('../katex/copy-tex.js').catch(() => {}); // then the browser copies as it does elsewhere
}, { once: true });
