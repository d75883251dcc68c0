// What the ecosystem's own checkers say of the tarball, and what its files for browsers may not hold.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import ts from 'typescript';

import { tarballPath } from '../../tools/pack.js';

/** @type {string} */
let folder;
/** @type {any} */
let manifest;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'tablattice-manifest-'));
  execFileSync('tar', ['-xzf', tarballPath, '--strip-components=1', '-C', folder]);
  manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file's text as a syntax tree. @param {string} path */
const parse = (path) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

/** @param {ts.Node} node @returns {ts.Node[]} it and all below it */
const below = (node) => {
  /** @type {ts.Node[]} */
  const nodes = [node];
  ts.forEachChild(node, (child) => void nodes.push(...below(child)));
  return nodes;
};

/** The modules that a file imports, at once or later. @param {ts.SourceFile} file */
const imports = (file) =>
  below(file).flatMap((node) => {
    const isImport = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
    const named = isImport ? node.moduleSpecifier : isDynamicImport(node) ? node.arguments[0] : undefined;
    return named && ts.isStringLiteral(named) ? [named.text] : [];
  });

/** @param {ts.Node} node @returns {node is ts.CallExpression} */
const isDynamicImport = (node) => ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;

const nodeNames = ['process', 'require', 'Buffer', 'global', '__dirname', '__filename'];

/** @param {ts.SourceFile} file @returns {string[]} what a browser's file may not hold */
function faults(file) {
  return below(file).flatMap((node) => {
    if (ts.isIdentifier(node) && nodeNames.includes(node.text) && !isMember(node)) return [node.text];
    const makes = (ts.isCallExpression(node) || ts.isNewExpression(node)) && node.expression.getText();
    if (makes === 'Function' || makes === 'eval') return [makes];
    return ts.isAwaitExpression(node) && !ts.findAncestor(node, ts.isFunctionLike) ? ['top-level await'] : [];
  });
}

/** @param {ts.Identifier} node */
const isMember = ({ parent, text }) =>
  (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name.getText() === text;

/** The files that these subpaths load. @param {string[]} subpaths */
function reachable(subpaths) {
  const paths = new Set(subpaths.map((name) => join(folder, manifest.exports[name].default)));
  for (const path of paths) {
    for (const name of imports(parse(path))) if (name.startsWith('.')) paths.add(resolve(dirname(path), name));
  }
  return [...paths];
}

describe('the tarball', () => {
  it('has nothing that publint would say', async () => {
    const tarball = Uint8Array.from(readFileSync(tarballPath)).buffer;
    const { messages, pkg } = await publint({ strict: true, pack: { tarball } });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has types that resolve as its modules do, for every subpath', async () => {
    const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(tarballPath)));
    const result = await checkPackage(tarball, { excludeEntrypoints: ['./tablattice.wasm', './package.json'] });
    assert.ok(result.types);
    // It is of ES modules, which Node's CommonJS can require: what attw's profile "esm-only" leaves out.
    const own = result.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
    assert.deepEqual(own, []);
    const subpaths = Object.keys(manifest.exports).filter((subpath) => !/\.(json|wasm)$/.test(subpath));
    assert.deepEqual(Object.keys(result.entrypoints).sort(), subpaths.sort());
    for (const { resolutions } of Object.values(result.entrypoints)) {
      // node10: how applications find types that were begun before `exports` was known (`moduleResolution: node`).
      for (const kind of /** @type {const} */ (['bundler', 'node16-esm', 'node10']))
        assert.ok(resolutions[kind].resolution?.isTypeScript, kind);
    }
  });

  it('says what npm asks of a package that is to be published', () => {
    const { description, files, keywords, license, publishConfig, sideEffects, type } = manifest;
    assert.deepEqual({ license, sideEffects, type }, { license: 'MIT', sideEffects: false, type: 'module' });
    assert.ok(description && files.length > 0 && keywords.length > 0);
    assert.deepEqual(publishConfig, { access: 'public', provenance: true });
    const optional = Object.entries(manifest.peerDependenciesMeta).filter(([, { optional }]) => optional);
    assert.deepEqual(optional.map(([name]) => name).sort(), Object.keys(manifest.peerDependencies).sort());
  });

  it('has, for browsers, no branch for Node, no code from strings and no top-level await', () => {
    const forNode = ['./node', './rules'];
    const subpaths = Object.keys(manifest.exports).filter(
      (name) => manifest.exports[name].types && !forNode.includes(name),
    );
    const files = reachable(subpaths);
    for (const path of files) {
      const file = parse(path);
      assert.deepEqual(faults(file), [], path);
      const outside = imports(file).filter((name) => !name.startsWith('.') && !(name in manifest.peerDependencies));
      assert.deepEqual(outside, [], path);
    }
    for (const name of ['wasm-module.js', 'generated/tablattice.js', 'inline/index.js', 'react/index.js']) {
      assert.ok(files.includes(join(folder, 'web', 'engine', name)), name);
    }
  });

  it('is scanned by what finds such things', () => {
    const text = `await import('node:fs'); process.env.MODE; new Function(''); eval(''); a.process; async () => await b;`;
    const found = faults(ts.createSourceFile('bad.js', text, ts.ScriptTarget.Latest, true));
    assert.deepEqual(found.sort(), ['Function', 'eval', 'process', 'top-level await']);
  });

  it('asks a bundler for the .wasm only where it is loaded from a file', () => {
    const asks = (/** @type {string} */ path) => below(parse(path)).some((node) => ts.isMetaProperty(node));
    const load = join(folder, 'web', 'engine', 'load.js');
    assert.deepEqual(reachable(['.']).filter(asks), [load]);
    assert.deepEqual(reachable(['./inline']).filter(asks), []);
  });
});
