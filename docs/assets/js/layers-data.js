// Where a learning network begins: its examples and its weights, drawn the same in every language.

const MODULUS = 2147483647; // Lehmer's generator: all products are whole numbers below 2^53

/** Numbers from 0 to 1, always the same ones for a seed; the seed 0 draws nothing but 0. */
export function generator(seed) {
  let state = seed;
  const draw = () => {
    state = (state * 48271) % MODULUS;
    return state / MODULUS;
  };
  draw(); // small seeds begin small
  draw();
  return draw;
}

/** Weights evenly from -2 to 2, unit by unit, and biases of 0, for layers of these sizes. */
export function startingWeights(seed, sizes) {
  const draw = generator(seed);
  const weight = (_, column) => (column === 0 ? 0 : 4 * draw() - 2);
  const unit = (before) => Array.from({ length: before + 1 }, weight);
  const layer = (after, before) => Array.from({ length: after }, () => unit(before));
  return Object.fromEntries(sizes.slice(1).map((after, index) => [index + 1, layer(after, sizes[index])]));
}

const EXAMPLES = 30;

/** Examples in turn of 0 and of 1, each drawn until it lies where its target says. */
function drawn(isThere) {
  const draw = generator(5); // with it the outer examples lie on all sides of the inner ones
  const x = [];
  while (x.length < EXAMPLES) {
    const point = [2 * draw() - 1, 2 * draw() - 1];
    if (isThere(point, x.length % 2)) x.push(point);
  }
  return { x, y: x.map((_, index) => [index % 2]), reach: [-1.25, 1.25] };
}

function inCircles([x1, x2], y) {
  const square = x1 * x1 + x2 * x2;
  return y ? square < 0.2 : square > 0.5 && square < 1;
}

const besideALine = ([x1, x2], y) => (y ? x1 + x2 > 0.2 : x1 + x2 < -0.2);

/** The examples x with their targets y, and how far the plane around them is shown. */
export const DATA = {
  xor: { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]], reach: [-0.5, 1.5] },
  circles: drawn(inCircles),
  line: drawn(besideALine),
};
