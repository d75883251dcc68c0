// npm run docs: the guides and the API reference, from the JSDoc of the module, as one site in build/docs (TypeDoc). A link that
// leads nowhere is a failure.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Application, KindRouter } from 'typedoc';
import { buildEngine } from './build.js';
import { ToolFailure, runTool } from './failure.js';
import { listFiles } from './fingerprint.js';
import { isMain } from './main.js';
import { inRoot } from './paths.js';
import { setUp } from './setup.js';

/** Where the site is built, absolute. */
export const siteFolder = inRoot('build', 'docs');

/** The guides in the order in which one reads them. */
const guides = [
  ...['getting-started', 'views', 'writing', 'errors', 'react', 'redux', 'frameworks', 'moving-over', 'backends'],
  ...[
    'bundlers',
    'operations',
    'how-it-works',
    'comparison',
    'benchmark',
    'cpp-slices',
    'host-contract',
    'internals',
    'changelog',
  ],
].map((name) => `web/docs/${name}.md`);

/** Pages that guides link to and that lie beside what they are about. */
const manuals = [
  'web/server',
  'web/dashboards',
  'web/examples/moving-over',
  'web/tests/browser',
  'native-tests/simulation',
].map((folder) => `${folder}/README.md`);

/** The reference's modules: the package's subpaths by their names, and the types that they speak of. */
const modules = {
  tablattice: 'index.js',
  'tablattice/react': 'react/index.js',
  'tablattice/redux': 'redux/index.js',
  'tablattice/availability': 'availability/index.js',
  'tablattice/sync-service': 'sync-service/index.js',
  'tablattice/rules': 'rules/index.js',
  'tablattice/node': 'node/index.js',
  'tablattice/inline': 'inline/index.js',
  queries: 'query-types.js',
  hooks: 'react/hook-types.js',
  types: 'types.js',
  'poll, outbox and tabs': 'numbers.js',
  'error codes': 'error-codes.js',
};

/** @type {import('typedoc').TypeDocOptions} */
const options = {
  name: 'Tablattice',
  entryPoints: Object.values(modules).map((file) => inRoot('web', 'engine', file)),
  tsconfig: inRoot('tsconfig.types.json'),
  skipErrorChecking: true, // `npm run lint` does that
  readme: inRoot('README.md'),
  projectDocuments: [...guides, ...manuals].map((path) => inRoot(path)),
  sort: ['documents-first', 'source-order'],
  sortEntryPoints: false,
  searchInDocuments: true,
  highlightLanguages: ['bash', 'cmake', 'cpp', 'html', 'javascript', 'json', 'jsx', 'typescript'],
  disableSources: true,
  githubPages: false,
  hideGenerator: true,
  router: 'guides',
  // A type that a file keeps to itself is shown where it is used.
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true },
};

/** Pages keep their files' names as addresses, whatever their titles are. */
class Guides extends KindRouter {
  /** @type {Map<unknown, string>} path without the ending, by page */
  static paths = new Map();

  /** @param {import('typedoc').Reflection} page */
  getIdealBaseName(page) {
    const path = Guides.paths.get(page);
    if (path === undefined) return super.getIdealBaseName(page);
    return `guides/${guides.includes(`${path}.md`) ? basename(path) : path.replaceAll('/', '-')}`;
  }
}

/** Builds the site. */
export async function buildDocs() {
  const missing = listFiles(['web/docs'], /\.md$/).filter((path) => !guides.includes(path));
  if (missing.length > 0) throw new ToolFailure(`Not among the guides of web/tools/docs.js: ${missing.join(', ')}`);
  const app = await Application.bootstrap();
  app.renderer.defineRouter('guides', Guides);
  for (const [name, value] of Object.entries(options)) app.options.setValue(/** @type {any} */ (name), value);
  const project = await app.convert();
  if (!project) throw new ToolFailure('TypeDoc could not read the module; the lines above say why.');
  for (const [index, name] of Object.keys(modules).entries()) /** @type {any} */ (project.children)[index].name = name;
  for (const page of project.documents ?? []) {
    Guides.paths.set(page, page.name);
    page.name = titleOf(page.name);
  }
  app.validate(project);
  await app.generateDocs(project, siteFolder);
  if (app.logger.hasWarnings() || app.logger.hasErrors())
    throw new ToolFailure('The pages have flaws; the lines above name them.');
}

/** @param {string} name of a page, as TypeDoc calls it: its path without the ending */
const titleOf = (name) =>
  readFileSync(inRoot(`${name}.md`), 'utf8')
    .split('\n')[0]
    .replace(/^# /, '');

if (isMain(import.meta.url)) {
  await runTool(async () => {
    await setUp(['build']);
    await buildEngine();
    await buildDocs();
    console.log(`The site is built: ${siteFolder}/index.html`);
  });
}
