// How a moving figure looks before anybody moves it, by the page's own modules: JSON in, JSON out.
import { text } from 'node:stream/consumers';
import { checks, figureTexts, inputTexts, numbersIn, panels } from '../../docs/assets/js/view.js';
import { sigmoidAt } from '../../docs/assets/js/sigmoid-view.js';
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

const request = JSON.parse(await text(process.stdin));
const seen = 'at' in request ? sigmoidAt(request.at) : network(request);
process.stdout.write(JSON.stringify(seen));
