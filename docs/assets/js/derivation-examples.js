// Derivations to start from: a right one, and the slips that are made most often.

const NEURON = String.raw`z = w x + b
a = \sigma(z)
\sigma(z) = \frac{1}{1 + e^{-z}}`;

export const EXAMPLES = [
  ['A right one', String.raw`${NEURON}
J = -y \log a - (1 - y) \log(1 - a)

\frac{\partial J}{\partial w} = \frac{a - y}{a (1 - a)} \, \sigma'(z) \, x
= (a - y) x`],
  ['A wrong sign', String.raw`${NEURON}
J = \frac{1}{2} (a - y)^2

\frac{\partial J}{\partial w} = (a - y) \sigma'(z) x
= (a - y) a (1 + a) x`],
  ['A lost prime', String.raw`${NEURON}
J = \frac{1}{2} (a - y)^2

\frac{\partial J}{\partial b} = (a - y) \frac{\partial a}{\partial b}
= (a - y) \sigma(z)`],
  ['A lost transpose', String.raw`W \in \mathbb{R}^{m \times n}, \quad x \in \mathbb{R}^n, \quad d \in \mathbb{R}^m

d^\top (W x) = (W^\top d)^\top x
= (W d)^\top x`],
  ['A sum', String.raw`J = \frac{1}{2} \sum_{i=1}^n (w x_i - y_i)^2

\frac{\partial J}{\partial w} = \sum_{i=1}^n (w x_i - y_i) x_i
= w \sum_{i=1}^n x_i^2 - \sum_{i=1}^n y_i`],
  ['max and |x|', String.raw`\max(x, y) = \frac{x + y + |x - y|}{2}

|x| = 2 \max(x, 0) - x
= 2 \max(x, 0) + x`],
];
