import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';

export default [
  { ignores: ['build/', 'data/', 'node_modules/', 'web/engine/generated/', 'web/engine/types/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs,jsx}'],
    languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unused-vars': ['error', { args: 'after-used', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['web/engine/**', 'web/dashboards/**', 'web/examples/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: [
      'web/engine/node/**',
      'web/server/**',
      'web/tools/**',
      'web/tests/**',
      'web/bench/**',
      'web/examples/*/serve.js',
      'wasm/cmake/**',
      '**/*.config.js',
    ],
    languageOptions: { globals: globals.node },
  },
  // Functions that a test hands to a page run there.
  { files: ['web/tests/browser/**', 'web/bench/browser/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['web/tests/bundlers/support/tabs.js', 'web/tests/packaging/projects/**'],
    languageOptions: { globals: globals.browser },
  },
  { files: ['web/tests/packaging/projects/**/*.spec.js'], languageOptions: { globals: globals.jest } },
  { files: ['web/dashboards/**', 'web/engine/react/**', 'web/examples/**'], ...reactHooks.configs.flat.recommended },
  // That rule warns of what the React Compiler would leave alone (useVirtualizer); nothing here is compiled by it.
  { files: ['web/dashboards/**'], rules: { 'react-hooks/incompatible-library': 'off' } },
];
