// Reads the site in Firefox and prints, as JSON, what it saw. Arguments: Firefox, and the site's address.
import { inFirefox } from './firefox.mjs';

const [executable, site] = process.argv.slice(2);
const KEYS = { control: '\uE009', end: '\uE010', right: '\uE014' };

// Waits until the page's function gives something true, and gives it.
const until = (page, question, ...values) =>
  page.ask(
    `async (...values) => {
      for (let left = 600; left; left -= 1) {
        const answer = (${question})(...values);
        if (answer) return answer;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(${JSON.stringify(`waited in vain for ${question}`)});
    }`,
    ...values,
  );

const text = (page, selector) => until(page, '(selector) => document.querySelector(selector)?.textContent.trim()', selector);
const focus = (page, selector) => page.ask('(selector) => document.querySelector(selector).focus()', selector);
const click = (page, selector) =>
  until(page, '(selector) => { const found = document.querySelector(selector); found?.click(); return found !== null }', selector);
const settled = (page) => until(page, '() => !document.querySelector(\'.cell[aria-busy]\')');

const CELL = '.cell[data-cell]';
const act = (name) => `${CELL} .cell-bar [data-act=${name}]`;
const OUTPUT = `${CELL} .cell-output`;

async function cells(page) {
  await page.open(`${site}derivations/sigmoid/`);
  const shown = await text(page, OUTPUT);
  await click(page, act('run'));
  await settled(page);
  const ran = await text(page, OUTPUT);
  return { shown, ran, status: await text(page, `${CELL} .cell-status`) };
}

async function stop(page) {
  await click(page, act('edit'));
  await until(page, '() => document.activeElement.matches(\'.cell-editor\')');
  await page.press(KEYS.control, 'a');
  for (const key of 'while True: 1') await page.press(key);
  await click(page, act('run'));
  await until(page, `() => document.querySelector('${CELL} .cell-status').textContent === "running"`);
  const taken = await page.ask(`async () => {
    const cell = document.querySelector("${CELL}");
    const start = performance.now();
    const ended = new Promise((resolve) => new MutationObserver(resolve).observe(cell, { attributeFilter: ["aria-busy"] }));
    cell.querySelector("[data-act=stop]").click();
    await ended;
    return performance.now() - start;
  }`);
  const status = await text(page, `${CELL} .cell-status`);
  await click(page, act('reset'));
  await click(page, act('run'));
  await settled(page);
  return { taken, status, ran: await text(page, OUTPUT) };
}

const NUMBERS = `[...document.querySelectorAll(".moving [data-value], .moving [data-reading]")].map((node) => node.textContent)`;
const numbers = (page) => page.ask(`() => ${NUMBERS}`);
const changed = (page, before) =>
  until(page, `(before) => String(${NUMBERS}) !== String(before) && ${NUMBERS}`, before);

async function curve(page) {
  await page.open(`${site}derivations/sigmoid/`);
  const before = await numbers(page);
  await focus(page, '.moving [role=slider]');
  await page.press(KEYS.right);
  return { before, after: await changed(page, before) };
}

async function network(page) {
  await page.open(`${site}derivations/network/`);
  const before = await numbers(page);
  await focus(page, '.moving input[type=range]');
  await page.press(KEYS.end);
  const after = await changed(page, before);
  await click(page, '.moving [data-do=next]');
  const place = `document.querySelector(".moving-place").textContent`;
  return { before, after, step: await until(page, `() => ${place}.startsWith("Step 1") && ${place}`) };
}

const seen = {};
const heard = await inFirefox(executable, async (page) => {
  for (const part of [cells, stop, curve, network]) seen[part.name] = await part(page);
});
process.stdout.write(JSON.stringify({ ...seen, ...heard }));
