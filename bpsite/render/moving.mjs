// How a moving figure looks before anybody moves it, by the page's own modules: JSON in, JSON out.
import { text } from 'node:stream/consumers';
import { checks, figureTexts, inputTexts, numbersIn, panels } from '../../docs/assets/js/view.js';
import { costCurve, surface } from '../../docs/assets/js/layers-plots.js';
import { marksIn, reading } from '../../docs/assets/js/layers-words.js';
import { START } from '../../docs/assets/js/layers-state.js';
import { drawings } from '../../docs/assets/js/layers-drawing.js';
import { sigmoidAt } from '../../docs/assets/js/sigmoid-view.js';
import { trained } from '../../docs/assets/js/layers-training.js';
import { valuesAt } from '../../docs/assets/js/network.js';

function network({ point, steps }) {
  const values = valuesAt(point);
  return {
    texts: figureTexts(values),
    inputs: inputTexts(values),
    numbers: steps.map((step) => numbersIn(step, values)),
    panels: panels(point, values),
    checks: checks(point),
  };
}

function learning() {
  const training = trained(START);
  const example = START.example - 1;
  return {
    settings: START,
    drawings: drawings(training, example),
    surface: surface(training, example),
    costs: costCurve(training),
    reading: reading(training),
    marks: marksIn(training, example),
  };
}

function seen(request) {
  if ('at' in request) return sigmoidAt(request.at);
  return 'point' in request ? network(request) : learning();
}

process.stdout.write(JSON.stringify(seen(JSON.parse(await text(process.stdin)))));
