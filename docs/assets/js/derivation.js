// The boxes of the pages that check a derivation and write one: what they need comes where they stand.
const awake = (name, bring) => customElements.define(name, class extends HTMLElement {
  async connectedCallback() {
    const page = await bring().catch(() => null);
    if (page && this.isConnected) page.open(this);
  }
});
awake('check-derivation', () => import('./derivation-page.js'));
awake('derive-your-own', () => import('./derive-page.js'));
