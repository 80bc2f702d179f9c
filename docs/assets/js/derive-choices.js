// What is chosen on the page that writes a derivation, in its address: ?layers=3&hidden=relu&output=tanh&cost=...

const NAMES = ['layers', 'hidden', 'output', 'cost'];
export const START = { layers: 4, units: '', hidden: ['relu', 'tanh'], output: 'sigmoid', cost: 'binary-cross-entropy' };

/** The query with the choices in it. */
export function write(query, choice) {
  const wanted = new URLSearchParams(query);
  for (const name of NAMES) wanted.set(name, String(choice[name]));
  if (choice.units) wanted.set('units', choice.units);
  else wanted.delete('units');
  return `?${wanted.toString().replaceAll('%2C', ',')}`;
}

/**
 * The choices that a query names, and what is wrong with them: in place of what is wrong stands
 * what the page starts with. `known` has what can be chosen, by name, and the `outputs` of costs
 * that don't take every one.
 */
export function read(query, known) {
  const asked = new URLSearchParams(query);
  const wrong = [];
  const one = (name, text = asked.get(name)) => {
    if (text === null) return String(START[name]);
    if (known[name].includes(text)) return text;
    wrong.push(`\u201c${text}\u201d can\u2019t be chosen for ${name}: ${known[name].join(', ')}.`);
    return String(START[name]);
  };
  const units = unitsOf(asked.get('units') ?? '', known, wrong);
  const layers = units ? units.split(',').length : Number(one('layers'));
  if (asked.has('layers') && String(layers) !== asked.get('layers') && units) {
    wrong.push(`units has ${layers} numbers, and layers is ${asked.get('layers')}.`);
  }
  const hidden = hiddenOf(asked.get('hidden'), layers, known.hidden, wrong);
  const choice = { layers, units, hidden, output: one('output'), cost: one('cost') };
  const outputs = known.outputs[choice.cost];
  if (outputs && !outputs.includes(choice.output)) {
    wrong.push(`${choice.cost} takes ${outputs.join(' or ')} for the output, not ${choice.output}.`);
    choice.output = outputs[0];
  }
  return { choice, wrong: wrong.join(' ') };
}

// Numbers with commas, as many as there are layers; nothing for a path.
function unitsOf(text, known, wrong) {
  const units = spelled(text);
  if (units === '' || (units && known.layers.includes(String(units.split(',').length)))) return units;
  wrong.push(`\u201c${text}\u201d can\u2019t be chosen for units: write a number for each layer, as 3,4,2.`);
  return '';
}

/** Numbers of units as the command takes them, from what somebody typed; null where they can't be read. */
export function spelled(text) {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  return parts.every((part) => /^\d+$/.test(part)) ? parts.join(',') : null;
}

/** The numbers of units for as many layers: the last one goes on. */
export function units(text, layers) {
  const parts = text.split(',');
  return text && Array.from({ length: layers }, (_, index) => parts[index] ?? parts.at(-1)).join(',');
}

// One for each hidden layer; a single one stands for all.
function hiddenOf(text, layers, known, wrong) {
  const wanted = layers - 2;
  const names = text === null ? START.hidden : text.split(',').filter(Boolean);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    wrong.push(`\u201c${unknown}\u201d can\u2019t be chosen for hidden: ${known.join(', ')}.`);
  } else if (text !== null && names.length !== 1 && names.length !== wanted) {
    wrong.push(`${names.length} hidden activations are named for ${wanted} hidden layers.`);
  }
  const taken = unknown === undefined ? names : START.hidden;
  return filled(taken, wanted);
}

/** As many hidden activations as there are hidden layers: the last one goes on. */
export const filled = (hidden, wanted) =>
  Array.from({ length: wanted }, (_, index) => hidden[index] ?? hidden.at(-1) ?? START.hidden[0]);

const COUNTED = { proved: ['is proved', 'are proved'], definition: ['is a definition', 'are definitions'], failed: ['is false', 'are false'], undecided: ['is not decided', 'are not decided'] };

/** A sentence that says how many relations there are, and how many have which verdict. */
export function summary(counts) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const said = Object.entries(COUNTED).filter(([status]) => counts[status])
    .map(([status, words]) => `${counts[status]} ${words[Number(counts[status] > 1)]}`);
  return `Of the ${total} relations on this page, ${said.join(', ')}.`;
}
