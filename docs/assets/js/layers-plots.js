// What a learning network predicts over the plane, and its cost over the steps, as SVG.
import { ceiling, line, scale } from './curves.js';
import { chosen } from './numbers.js';

const SIDE = 240;
const CELLS = 32;
const CELL = SIDE / CELLS;
const BANDS = 4; // of how sure a prediction is, on each side of one half
const OPACITY = [0.08, 0.2, 0.34, 0.5];

/** The prediction in each cell of the plane in bands, the border at one half, and the examples. */
export function surface(training, example) {
  const grid = gridOf(training);
  return bands(grid) + `<path class="layers-border" d="${border(grid)}"/>` + examples(training, example);
}

/** Rows of predictions from the top of the plane down. */
function gridOf(training) {
  const [low, high] = training.reach;
  const middle = (index) => low + ((index + 0.5) / CELLS) * (high - low);
  const cells = Array.from({ length: CELLS * CELLS }, (_, index) =>
    [middle(index % CELLS), middle(CELLS - 1 - Math.floor(index / CELLS))]);
  const yhat = training.predict(cells);
  return Array.from({ length: CELLS }, (_, row) => yhat.slice(row * CELLS, (row + 1) * CELLS));
}

const isOne = (yhat) => yhat > 0.5;
const bandOf = (yhat) => Math.min(Math.floor(Math.abs(2 * yhat - 1) * BANDS), BANDS - 1) + (isOne(yhat) ? BANDS : 0);

/** A path for each band, made of the stretches of its cells in each row. */
function bands(grid) {
  const paths = new Array(2 * BANDS).fill('');
  grid.forEach((row, index) => {
    let from = 0;
    for (let end = 1; end <= CELLS; end += 1) {
      const band = bandOf(row[from]);
      if (end < CELLS && bandOf(row[end]) === band) continue;
      if (band in paths) paths[band] += `M${from * CELL} ${index * CELL}h${(end - from) * CELL}v${CELL}H${from * CELL}z`;
      from = end;
    }
  });
  return paths.map((path, band) => {
    const side = band < BANDS ? 'layers-zero' : 'layers-one';
    return `<path class="${side}" fill-opacity="${OPACITY[band % BANDS]}" d="${path}"/>`;
  }).join('');
}

/** The sides of cells across which the prediction passes one half. */
function border(grid) {
  let path = '';
  grid.forEach((row, r) => row.forEach((yhat, c) => {
    const differs = (other) => other !== undefined && isOne(other) !== isOne(yhat);
    if (differs(row[c + 1])) path += `M${(c + 1) * CELL} ${r * CELL}v${CELL}`;
    if (differs(grid[r + 1]?.[c])) path += `M${c * CELL} ${(r + 1) * CELL}h${CELL}`;
  }));
  return path;
}

/** A full circle where the target is 1, an empty square where it is 0, a ring around the one shown. */
function examples({ x, y, reach }, example) {
  const across = scale(reach, [0, SIDE]);
  const up = scale(reach, [SIDE, 0]);
  return x.map(([x1, x2], i) => {
    const [cx, cy] = [across(x1), up(x2)].map((place) => Number(place.toFixed(1)));
    const ring = i === example ? `<circle class="layers-shown" cx="${cx}" cy="${cy}" r="10"/>` : '';
    const full = `<circle class="layers-full" cx="${cx}" cy="${cy}" r="5"/>`;
    const empty = `<rect class="layers-empty" x="${cx - 4.5}" y="${cy - 4.5}" width="9" height="9"/>`;
    const point = y[i][0] ? full : empty;
    return `<g data-example="${i + 1}">${ring}${point}</g>`;
  }).join('');
}

const POINTS = 200;

/** The cost over the steps so far, with the ends of both axes. */
export function costCurve({ costs, steps }) {
  const end = ceiling(Math.max(steps, 10));
  const top = ceiling(Math.max(...costs.filter(Number.isFinite)));
  const across = scale([0, end], [12, 228]);
  const up = scale([0, top], [124, 12]);
  const every = Math.max(1, Math.ceil(steps / POINTS));
  const seen = costs.map((cost, step) => [across(step), up(cost)]).filter((_, step) => step % every === 0 || step === steps);
  const [x, y] = seen.at(-1);
  const point = Number.isFinite(y) ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="4"/>` : '';
  return '<path class="curve-axis" d="M12 124L228 124"/>'
    + `<path class="curve" d="${line(seen)}"/>${point}`
    + `<text class="start small" x="12" y="5">cost, 0 to ${chosen(top)}</text>`
    + `<text class="start small" x="12" y="140">0</text><text class="small" x="120" y="140">steps</text>`
    + `<text class="end small" x="228" y="140">${end}</text>`;
}
