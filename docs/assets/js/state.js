// A moment of the figure in the page's address, so that it can be linked to: ?x=2&theta=1,-1.2,1.5&step=4

const NAMES = ['x', 'y', 'eta', 'theta', 'step'];

/** The moment that an address's query names, and the given one where it names nothing sensible. */
export function read(query, start) {
  const asked = new URLSearchParams(query);
  const number = (name) => sensible(asked.get(name), start[name]);
  const weights = (asked.get('theta') ?? '').split(',');
  const layers = Object.keys(start.theta);
  const theta = Object.fromEntries(
    layers.map((l, index) => [l, sensible(weights[index], start.theta[l])]),
  );
  const step = Math.max(0, Math.round(number('step')));
  return { x: number('x'), y: number('y'), eta: number('eta'), theta, step };
}

/** Whether an address's query names a moment. */
export const named = (query) => NAMES.some((name) => new URLSearchParams(query).has(name));

/** The query with the moment in it, of which only what differs from the start is written. */
export function write(query, moment, start) {
  const wanted = new URLSearchParams(query);
  for (const name of NAMES) {
    const value = text(moment[name]);
    if (value === text(start[name])) wanted.delete(name);
    else wanted.set(name, value);
  }
  const written = wanted.toString().replaceAll('%2C', ',');
  return written && `?${written}`;
}

const text = (value) => (typeof value === 'object' ? Object.values(value).join(',') : String(value));

function sensible(value, otherwise) {
  const number = value?.trim() ? Number(value) : NaN;
  return Number.isFinite(number) ? number : otherwise;
}
