// The style sheets of a site without what none of its pages and scripts could use, and without the
// words for their authors. The folder comes as an argument; the files are written where they stand.
import { readFile, writeFile } from 'node:fs/promises';
import { transform } from 'esbuild';
import { PurgeCSS } from 'purgecss';

const site = process.argv[2];
// What the theme's scripts and ours add to a page is named in them.
const content = ['/**/*.html', '/assets/js/**/*.js', '/assets/javascripts/**/*.js'];
const pruned = await new PurgeCSS().purge({
  content: content.map((pattern) => site + pattern),
  css: [`${site}/assets/**/*.css`],
});
for (const { file, css } of pruned) {
  const { code } = await transform(css, { loader: 'css', minify: true, legalComments: 'inline' });
  if (code !== (await readFile(file, 'utf8'))) await writeFile(file, code);
}
