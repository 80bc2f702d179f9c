// What a page with exercises loads, once one of their elements is there.

const ELEMENTS = {
  'exercise-answer': () => import('./exercise-answer.js'),
  'exercise-list': () => import('./exercise-list.js'),
  'exercise-progress': () => import('./exercise-index.js'),
  'exercise-print': () => import('./exercise-print.js'),
};

for (const [name, load] of Object.entries(ELEMENTS)) {
  customElements.define(name, class extends HTMLElement {
    connectedCallback() {
      load().then(({ bring }) => this.isConnected && bring(this), () => {});
    }
  });
}
