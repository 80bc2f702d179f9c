// The page's cells in their order, as values: what has to run first, and whose output is old.
// A cell: its `text` now, the page's `original`, the text that `ran` in the Python of now (or null),
// and the texts above that its shown output has `seen`.

export const fresh = (texts) =>
  texts.map((text, index) => ({ original: text, text, ran: null, seen: texts.slice(0, index) }));

const replaced = (cells, index, change) =>
  cells.map((cell, at) => (at === index ? { ...cell, ...change } : cell));

const above = (cells, index) => cells.slice(0, index).map((cell) => cell.text);

export const edited = (cells, index, text) => replaced(cells, index, { text });

// The page's own output is shown again.
export const reset = (cells, index) =>
  replaced(cells, index, {
    text: cells[index].original,
    seen: cells.slice(0, index).map((cell) => cell.original),
  });

// A cell that failed has an output, but its names may be missing: it is to run again.
export const ran = (cells, index, text, failed = false) =>
  replaced(cells, index, { ran: failed ? null : text, seen: above(cells, index) });

export const forgotten = (cells) => cells.map((cell) => ({ ...cell, ran: null }));

// The cells above whose names this one may use and that have not run as they stand.
export const needed = (cells, index) =>
  [...cells.keys()].filter((at) => at < index && cells[at].ran !== cells[at].text);

export const isOlder = (cells, index) =>
  cells[index].seen.some((text, at) => text !== cells[at].text);

export const isChanged = (cells, index) => cells[index].text !== cells[index].original;
