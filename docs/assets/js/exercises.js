// What a page with exercises loads, once one of their elements is there; the list below a derivation,
// once its reader comes near.

const NEAR = '600px';

const ELEMENTS = {
  'exercise-answer': () => import('./exercise-answer.js'),
  'exercise-list': () => import('./exercise-list.js'),
  'exercise-progress': () => import('./exercise-index.js'),
  'exercise-print': () => import('./exercise-print.js'),
};

function near(element, act) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    act();
  }, { rootMargin: NEAR });
  watch.observe(element);
}

for (const [name, load] of Object.entries(ELEMENTS)) {
  customElements.define(name, class extends HTMLElement {
    connectedCallback() {
      const bringIt = () => load().then(({ bring }) => this.isConnected && bring(this), () => {});
      if (this.dataset.whole === undefined) bringIt();
      else near(this, bringIt);
    }
  });
}
