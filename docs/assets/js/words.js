// The symbols of the figure in words, for those who hear them.
const WORDS = {
  x: 'input', y: 'target', yhat: 'prediction', J: 'cost', eta: 'learning rate', theta: 'weight',
  z: 'net input of layer', a: 'activation of layer', delta: 'error signal of layer',
  gradient: 'derivative of the cost by weight', back: 'factor on the way back to layer',
  activation: 'activation function of layer',
};

/** A symbol in words. */
export function words(symbol) {
  const [, name, layer] = /^([a-zA-Z]+?)(\d*)$/.exec(symbol);
  return [WORDS[name] ?? name, layer].filter(Boolean).join(' ');
}
