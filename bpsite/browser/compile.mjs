// Runs compile.py beside it in Pyodide, whose Python is the one that will read what it compiles.
// Arguments: Pyodide's folder, and the folder that holds the archives to compile.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [pyodide, folder] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.mountNodeFS('/archives', folder);
python.runPython(await readFile(new URL('compile.py', import.meta.url), 'utf8'));
