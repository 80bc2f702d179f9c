// A form whose choices show one of several variants: what it needs comes where it stands.
customElements.define('variant-choice', class extends HTMLElement {
  async connectedCallback() {
    const variants = await import('./variants.js').catch(() => null);
    if (variants && this.isConnected) variants.open(this.closest('form'));
  }
});
