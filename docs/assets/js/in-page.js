// A link within the page is the browser's: Material would fetch the whole page anew at the first of
// them, and what its reader typed or moved before would be gone. It comes before Material's script,
// so that it hears each event first.
(() => {
  let page = window.location.pathname;

  const isWithin = (link) =>
    link.hash !== '' && link.origin === window.location.origin && link.pathname === window.location.pathname;

  document.body.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (link && !link.target && isWithin(link)) event.stopImmediatePropagation();
  });

  // Material, once it is there, shows another page without a load, and without a popstate.
  document.addEventListener('DOMContentLoaded', () => {
    window.document$?.subscribe(() => { page = window.location.pathname; });
  });

  window.addEventListener('popstate', (event) => {
    const stays = window.location.pathname === page;
    page = window.location.pathname;
    if (!stays) return;
    event.stopImmediatePropagation();
    // Where Material noted that the reader was; without a note the browser knows it, or the link.
    if (event.state?.y !== undefined) window.scrollTo(0, event.state.y);
  });
})();
