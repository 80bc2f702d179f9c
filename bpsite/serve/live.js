// What `make serve` adds to a page while it serves it: the page is loaded again when it has changed.

let { version } = document.currentScript.dataset;
let changes;

function swapped(link) {
  const fresh = link.cloneNode();
  const address = new URL(link.href);
  address.searchParams.set('version', version);
  fresh.href = address;
  fresh.addEventListener('load', () => link.remove());
  link.after(fresh);
}

function hear({ lastEventId, data }) {
  version = lastEventId;
  const { all, pages = [], files = [] } = JSON.parse(data);
  const links = [...document.querySelectorAll('link[rel=stylesheet]')];
  const styles = links.filter((link) => files.includes(new URL(link.href).pathname.slice(1)));
  if (all || pages.includes(decodeURI(location.pathname)) || files.length > styles.length) {
    location.reload();
  }
  styles.forEach(swapped);
}

// A browser keeps few connections to one host: a tab that nobody sees gives its own away.
function listen() {
  changes?.close();
  if (document.hidden) return;
  changes = new EventSource(`/-/changes?since=${version}`);
  changes.addEventListener('message', hear);
}

document.addEventListener('visibilitychange', listen);
listen();
