// How a moving network looks before anybody moves it, by the page's own modules: JSON in, JSON out.
import { text } from 'node:stream/consumers';
import { checks, figureTexts, numbersIn, panels } from '../../docs/assets/js/view.js';
import { valuesAt } from '../../docs/assets/js/network.js';

const { point, steps } = JSON.parse(await text(process.stdin));
const values = valuesAt(point);
process.stdout.write(JSON.stringify({
  texts: figureTexts(values),
  numbers: steps.map((step) => numbersIn(step, values)),
  panels: panels(point, values),
  checks: checks(point),
}));
