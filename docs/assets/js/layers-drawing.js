// A learning network as SVG: numbers in, markup out, the same at build time and in the page.
import { evenly } from './curves.js';
import { short, tight } from './numbers.js';

const RADIUS = 21;
const ACROSS = { along: [46, 554], between: 68, first: 54, size: [600, 30], down: false };
const DOWN = { along: [46, 0], step: 94, between: 64, size: [330, 92], down: true };

/** The network's drawings, across the page and down it: the size of each, and what is in it. */
export const drawings = (training, example) => [ACROSS, DOWN].map((paper) => drawing(training, example, paper));

function drawing(training, example, paper) {
  const places = placesOf(training.sizes, paper);
  return {
    viewBox: `0 0 ${sizeOf(training.sizes, paper).join(' ')}`,
    markup: weights(training, places) + units(training, example, places) + heads(places, paper),
  };
}

/** For each layer, the centres of its units on the page. */
function placesOf(sizes, paper) {
  const most = Math.max(...sizes);
  const end = paper.down ? paper.along[0] + paper.step * (sizes.length - 1) : paper.along[1];
  const along = evenly([paper.along[0], end], sizes.length);
  const middle = paper.down ? paper.size[0] / 2 : paper.first + ((most - 1) * paper.between) / 2;
  return sizes.map((count, index) => Array.from({ length: count }, (_, unit) => {
    const across = middle + (unit - (count - 1) / 2) * paper.between;
    return paper.down ? [across, along[index]] : [along[index], across];
  }));
}

function sizeOf(sizes, { size: [width, margin], between, step, down }) {
  return [width, down ? margin + step * (sizes.length - 1) : margin + between * Math.max(...sizes)];
}

/** A line for each weight: dashed where it is negative, wide where it is large. */
function weights({ theta }, places) {
  return Object.entries(theta).map(([l, rows]) => rows.map((row, to) => row.slice(1).map((weight, from) => {
    const [[x1, y1], [x2, y2]] = between(places[l - 1][from], places[l][to]);
    const width = (0.6 + 4.4 * (1 / (1 + 2 / Math.abs(weight)) || 0)).toFixed(2); // of infinity, too
    const sign = weight < 0 ? 'layers-negative' : 'layers-positive';
    return `<line class="${sign}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke-width="${width}"/>`;
  }).join('')).join('')).join('');
}

/** The points on the line between two units where it leaves the one and reaches the other. */
function between([x1, y1], [x2, y2]) {
  const share = (RADIUS + 3) / Math.hypot(x2 - x1, y2 - y1);
  const at = (part) => [x1 + part * (x2 - x1), y1 + part * (y2 - y1)].map((place) => place.toFixed(1));
  return [at(share), at(1 - share)];
}

function units(training, example, places) {
  return places.map((layer, index) => layer.map(([x, y], unit) => {
    const l = index + 1;
    const mark = l > 1 ? training.mark(l, unit, example) : '';
    const a = `<text class="layers-a" x="${x}" y="${y + 4.5}">${tight(training.a[l][example][unit])}</text>`;
    const delta = l > 1 ? `<text class="layers-delta" x="${x}" y="${y + RADIUS + 16}">${short(training.delta[l][example][unit])}</text>` : '';
    return `<g data-unit="${l}-${unit + 1}"${mark && ` data-mark="${mark}"`}>${outline(x, y, mark)}${a}${delta}</g>`;
  }).join('')).join('');
}

const MARKS = {
  saturated: (x, y) => `<circle class="layers-ring" cx="${x}" cy="${y}" r="${RADIUS - 4}"/>`,
  dead: (x, y) => `<path class="layers-cross" d="M${x - 15} ${y - 15}L${x + 15} ${y + 15}M${x + 15} ${y - 15}L${x - 15} ${y + 15}"/>`,
};

function outline(x, y, mark) {
  return `<circle class="layers-unit" cx="${x}" cy="${y}" r="${RADIUS}"/>${MARKS[mark]?.(x, y) ?? ''}`;
}

/** The number of each layer, over its column or beside its row. */
function heads(places, { down }) {
  return places.map((layer, index) => {
    const [x, y] = down ? [4, layer[0][1] - RADIUS - 8] : [layer[0][0], 16];
    const anchor = down ? ' class="layers-head start"' : ' class="layers-head"';
    return `<text${anchor} x="${x}" y="${y}">layer ${index + 1}</text>`;
  }).join('');
}
