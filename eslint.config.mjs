// One style and the usual mistakes, for scripts of the pages, of the build and of the tests.

import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import globals from 'globals';

const style = stylistic.configs.customize({ braceStyle: '1tbs', quotes: 'single', semi: true });

export default [
  js.configs.recommended,
  style,
  {
    rules: {
      '@stylistic/arrow-parens': ['error', 'always'],
      '@stylistic/list-style': 'off', // many short things may stand in several lines
      '@stylistic/max-statements-per-line': 'off', // a short function may stand in its line
      '@stylistic/quote-props': ['error', 'as-needed'],
      'no-unused-private-class-members': 'off', // it takes no `??=` for a use
    },
  },
  {
    files: ['**/*.js'], // in the page; the theme has one function of its own
    languageOptions: { globals: { ...globals.browser, ...globals.worker, __md_get: 'readonly' } },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
];
