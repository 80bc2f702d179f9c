// A learning network in words and in tables of exact numbers.
import { chosen, rounded, seventeen } from './numbers.js';

/** How far the training is, and how well it does. */
export function reading({ steps, costs, right, x }) {
  return `Step ${steps}: cost ${rounded(costs.at(-1))}, ${right} of ${x.length} examples right.`;
}

/** The example that the units show, and which of them are marked. */
export function marksIn(training, example) {
  const { x, y, sizes, a, last } = training;
  const marked = { saturated: [], dead: [] };
  sizes.slice(1).forEach((count, index) => {
    for (let unit = 0; unit < count; unit += 1) {
      marked[training.mark(index + 2, unit, example)]?.push(`unit ${unit + 1} of layer ${index + 2}`);
    }
  });
  const [x1, x2] = x[example].map(chosen);
  const shown = `Example ${example + 1}: inputs ${x1} and ${x2}, target ${y[example][0]}, prediction ${rounded(a[last][example][0])}.`;
  const found = Object.entries(marked).filter(([, names]) => names.length);
  return [shown, ...found.map(([mark, names]) => `${mark === 'dead' ? 'Dead' : 'Saturated'}: ${names.join(', ')}.`)].join(' ');
}

/** All numbers of the network with the 17 digits that tell each from every other, as HTML. */
export function tables(training, example) {
  return table(`Example ${example + 1}: net input, activation and error signal of each unit`,
    ['', '<i>z</i>', '<i>a</i>', '<i>δ</i>'], signals(training, example))
  + table('Weights and biases', ['', 'value'], parameters(training));
}

function signals({ sizes, z, a, delta }, example) {
  return sizes.flatMap((count, index) => Array.from({ length: count }, (_, unit) => {
    const of = (values) => (values[index + 1] ? seventeen(values[index + 1][example][unit]) : '');
    return [`layer ${index + 1}, unit ${unit + 1}`, of(z), of(a), of(delta)];
  }));
}

function parameters({ theta }) {
  return Object.entries(theta).flatMap(([l, rows]) => rows.flatMap((row, k) => row.map((weight, j) => {
    const name = j ? `<i>θ</i><sup>(${l})</sup><sub>${k + 1},${j}</sub>` : `<i>b</i><sup>(${l})</sup><sub>${k + 1}</sub>`;
    return [name, seventeen(weight)];
  })));
}

function table(caption, heads, rows) {
  const head = heads.map((text) => (text ? `<th scope="col">${text}</th>` : '<td></td>')).join('');
  const body = rows.map(([name, ...values]) =>
    `<tr><th scope="row">${name}</th>${values.map((value) => `<td>${value}</td>`).join('')}</tr>`).join('');
  return `<table class="layers-table"><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
