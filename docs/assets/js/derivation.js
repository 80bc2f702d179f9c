// The box of the page that checks a derivation: what it needs comes where it stands.
customElements.define('check-derivation', class extends HTMLElement {
  async connectedCallback() {
    const page = await import('./derivation-page.js').catch(() => null);
    if (page && this.isConnected) page.open(this);
  }
});
