// What the machine must have, as data: what it is for, how it is found, and the Debian packages that bring it.
import { findBrowser, findFirefox, findHeader, findMiniBrowser, findProgram } from './find.js';

/**
 * @typedef {'build' | 'native' | 'lint' | 'bench' | 'browser' | 'engines'} Purpose
 *
 * @typedef {object} Requirement
 * @property {string} name
 * @property {Purpose[]} purposes
 * @property {() => string | undefined} find where it is, if it is there
 * @property {string[]} packages
 */

/** @type {Requirement[]} */
export const requirements = [
  { name: 'emcc (Emscripten)', purposes: ['build'], find: () => findProgram('emcc'), packages: ['emscripten'] },
  { name: 'cmake', purposes: ['build', 'native', 'lint'], find: () => findProgram('cmake'), packages: ['cmake'] },
  { name: 'ninja', purposes: ['build', 'native', 'lint'], find: () => findProgram('ninja'), packages: ['ninja-build'] },
  // better-sqlite3 is compiled where its prebuilt binary cannot be fetched: with a C++ compiler, make and Python.
  {
    name: 'a C++ compiler',
    purposes: ['build', 'native', 'lint'],
    find: () => findProgram('c++', 'g++', 'clang++'),
    packages: ['g++'],
  },
  { name: 'make', purposes: ['build'], find: () => findProgram('make'), packages: ['make'] },
  { name: 'python3', purposes: ['build'], find: () => findProgram('python3'), packages: ['python3'] },
  {
    name: 'GoogleTest',
    purposes: ['native', 'lint'],
    find: () => findHeader('gtest/gtest.h'),
    packages: ['libgtest-dev'],
  },
  {
    name: 'Google Benchmark',
    purposes: ['bench', 'lint'],
    find: () => findHeader('benchmark/benchmark.h'),
    packages: ['libbenchmark-dev'],
  },
  {
    name: 'valgrind',
    purposes: ['bench', 'lint'],
    find: () => findHeader('valgrind/callgrind.h') && findProgram('valgrind'),
    packages: ['valgrind'],
  },
  { name: 'clang-format', purposes: ['lint'], find: () => findProgram('clang-format'), packages: ['clang-format'] },
  { name: 'clang-tidy', purposes: ['lint'], find: () => findProgram('clang-tidy'), packages: ['clang-tidy'] },
  {
    name: 'Chromium',
    purposes: ['browser'],
    find: findBrowser,
    packages: ['chromium', 'fonts-liberation'],
  },
  { name: 'Firefox', purposes: ['engines'], find: findFirefox, packages: ['firefox-esr', 'fonts-liberation'] },
  {
    name: 'WebKitGTK and its WebDriver',
    purposes: ['engines'],
    find: () => findMiniBrowser() && findProgram('WebKitWebDriver'),
    packages: ['webkit2gtk-driver'],
  },
  { name: 'Xvfb', purposes: ['engines'], find: () => findProgram('Xvfb'), packages: ['xvfb'] },
];

/**
 * The requirements of these purposes that are not there.
 *
 * @param {Purpose[]} purposes
 */
export function missingRequirements(purposes) {
  return requirements.filter(
    (requirement) => requirement.purposes.some((purpose) => purposes.includes(purpose)) && !requirement.find(),
  );
}
