// One process renders every formula of the site: a JSON request a line in, a JSON reply a line out.
import { createInterface } from 'node:readline';
import katex from 'katex';

// What the renderer itself adds; an author has no use for it.
const OWN_COMMANDS = new Set(['\\htmlClass']);

function render({ latex, display }) {
  return katex.renderToString(latex, {
    displayMode: display,
    trust: ({ command }) => {
      if (OWN_COMMANDS.has(command)) return true;
      throw new katex.ParseError(`${command} reaches outside the page`);
    },
    strict: (code) => (code === 'htmlExtension' ? 'ignore' : 'error'),
  });
}

function reply(request) {
  try {
    return { html: render(request) };
  } catch (error) {
    if (!(error instanceof katex.ParseError)) throw error;
    return { message: error.rawMessage, position: error.position ?? 0 };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(reply(JSON.parse(line)))}\n`);
}
