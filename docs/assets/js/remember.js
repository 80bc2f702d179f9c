// The address follows a figure when its reader's hand rests, and never becomes a step of the history.
let writing = 0;

/** Writes the query into the figure's link at once, and into the address a moment later. */
export function remember(element, link, query) {
  link.setAttribute('href', `${query || window.location.pathname}#${element.id}`);
  clearTimeout(writing);
  writing = setTimeout(() => {
    if (!element.isConnected) return;
    const { pathname, hash } = window.location;
    window.history.replaceState(window.history.state, '', pathname + query + hash);
  }, 250);
}
