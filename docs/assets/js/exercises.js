// What a page with exercises loads, once its reader comes near one of their elements.

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
      near(this, () => load().then(({ bring }) => this.isConnected && bring(this), () => {}));
    }
  });
}
