// Where a browser denies storage, as for a private window that blocks cookies, asking for it raises
// an error, and the theme asks on every page. It then gets a storage that lasts as long as the page.
// This stands before all other scripts.
(() => {
  class Memory {
    #kept = new Map();

    get length() {
      return this.#kept.size;
    }

    key(index) {
      return [...this.#kept.keys()][index] ?? null;
    }

    getItem(key) {
      return this.#kept.get(String(key)) ?? null;
    }

    setItem(key, value) {
      this.#kept.set(String(key), String(value));
    }

    removeItem(key) {
      this.#kept.delete(String(key));
    }

    clear() {
      this.#kept.clear();
    }
  }

  // Denied by an error, or by none being there.
  const isThere = (name) => {
    try {
      return Boolean(window[name]);
    } catch {
      return false;
    }
  };

  for (const name of ['localStorage', 'sessionStorage']) {
    if (!isThere(name)) Object.defineProperty(window, name, { value: new Memory() });
  }
})();
