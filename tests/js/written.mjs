// What a Python module of the tests writes when it is run: JSON, by bpcore as it stands.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OWN = join(ROOT, '.venv/bin/python');

/** What the module writes into the file whose name it is given. */
export function writtenBy(module) {
  const folder = mkdtempSync(join(tmpdir(), 'written-'));
  try {
    const file = join(folder, 'written.json');
    execFileSync(existsSync(OWN) ? OWN : 'python3', ['-m', module, file], { cwd: ROOT });
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
