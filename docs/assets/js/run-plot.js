// Curves as SVG: numbers to path strings, and those to a figure in the page's colours.

const SVG = 'http://www.w3.org/2000/svg';
const BOX = { width: 544, height: 300, left: 58, right: 14, top: 14, bottom: 44 };
const ROLES = ['forward', 'weight', 'error', 'cost'];

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

// The least and the greatest number, apart from each other even where there is but one, or none.
export function extent(values) {
  const found = values.filter(isNumber);
  if (!found.length) return [0, 1];
  const [low, high] = [Math.min(...found), Math.max(...found)];
  const room = (Math.abs(low) || 1) / 2;
  return low === high ? [low - room, high + room] : [low, high];
}

// Round numbers from low to high, about `count` of them.
export function ticks([low, high], count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

export const label = (value) => String(Number(value.toPrecision(6))).replace('-', '\u2212');

const scale = ([low, high], from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);

// A path through the points; a number that is missing is a gap.
export function path(xs, ys, across, up) {
  let pen = 'M';
  const step = (x, index) => {
    const y = ys[index];
    if (!isNumber(x) || !isNumber(y)) {
      pen = 'M';
      return '';
    }
    const to = `${pen}${across(x).toFixed(1)},${up(y).toFixed(1)}`;
    pen = 'L';
    return to;
  };
  return xs.map(step).join('');
}

// A curve's class: its role's colour, and another dash for each curve of the same role.
export function styles(curves) {
  const used = {};
  return curves.map(({ role }, index) => {
    const colour = ROLES.includes(role) ? role : ROLES[index % ROLES.length];
    used[colour] = (used[colour] ?? 0) + 1;
    return `role-${colour} dash-${used[colour] % 4}`;
  });
}

// Everything that is drawn, as numbers and strings; throws what is not a figure.
export function layout(figure) {
  const { x, curves } = figure;
  if (!Array.isArray(x) || !curves.every(({ y }) => Array.isArray(y))) throw new TypeError('no figure');
  const spans = [extent(x), extent(curves.flatMap(({ y }) => y))];
  const across = scale(spans[0], BOX.left, BOX.width - BOX.right);
  const up = scale(spans[1], BOX.height - BOX.bottom, BOX.top);
  const classes = styles(curves);
  return {
    xTicks: ticks(spans[0], 6).map((value) => ({ at: across(value), text: label(value) })),
    yTicks: ticks(spans[1]).map((value) => ({ at: up(value), text: label(value) })),
    curves: curves.map(({ name, y }, index) => ({
      name: String(name),
      style: classes[index],
      path: path(x, y, across, up),
    })),
    xlabel: String(figure.xlabel ?? ''),
    ylabel: String(figure.ylabel ?? ''),
    said: said(curves, figure.xlabel, spans),
  };
}

function said(curves, xlabel, [across, up]) {
  const names = curves.map(({ name }) => name).join(', ');
  const [left, right, low, high] = [...across, ...up].map(label);
  return `Curves of ${names} for ${xlabel || 'x'} from ${left} to ${right}; values from ${low} to ${high}.`;
}

function element(name, attributes, ...content) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

function axes({ xTicks, yTicks, xlabel, ylabel }) {
  const { width, height, left, right, top, bottom } = BOX;
  const floor = height - bottom;
  return [
    ...yTicks.map(({ at }) => element('path', { class: 'plot-grid', d: `M${left},${at}H${width - right}` })),
    element('path', { class: 'plot-axis', d: `M${left},${top}V${floor}H${width - right}` }),
    ...xTicks.map(({ at, text }) => element('text', { x: at, y: floor + 17, 'text-anchor': 'middle' }, text)),
    ...yTicks.map(({ at, text }) => element('text', { x: left - 8, y: at + 4, 'text-anchor': 'end' }, text)),
    element('text', { x: width - right, y: height - 6, 'text-anchor': 'end' }, xlabel),
    element('text', { x: 2, y: top - 2 }, ylabel),
  ];
}

const sample = (style) =>
  element('svg', { viewBox: '0 0 28 8', 'aria-hidden': 'true' }, element('path', { class: `curve ${style}`, d: 'M0,4H28' }));

function legend(curves) {
  const caption = document.createElement('figcaption');
  for (const { name, style } of curves) {
    const entry = document.createElement('span');
    entry.append(sample(style), name);
    caption.append(entry);
  }
  return caption;
}

export function draw(figure) {
  const drawn = layout(figure);
  const curves = drawn.curves.map((curve) => element('path', { class: `curve ${curve.style}`, d: curve.path }));
  const box = { viewBox: `0 0 ${BOX.width} ${BOX.height}`, role: 'img', 'aria-label': drawn.said };
  const made = document.createElement('figure');
  made.className = 'cell-plot';
  made.append(element('svg', box, ...axes(drawn), ...curves), legend(drawn.curves));
  return made;
}
