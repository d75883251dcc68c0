// Looks for programs and headers where the build will look for them.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The full path of the first of these programs that is on the PATH.
 *
 * @param {...string} names
 * @returns {string | undefined}
 */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not ours to run: either way not a program to use
  }
}

/**
 * The folder that holds a C++ header, among those that compilers and CMake search.
 *
 * @param {string} header
 */
export function findHeader(header) {
  const fromVariables = ['CPATH', 'CPLUS_INCLUDE_PATH'].flatMap((name) => split(process.env[name]));
  const fromPrefixes = split(process.env.CMAKE_PREFIX_PATH).map((prefix) => join(prefix, 'include'));
  const folders = [...fromVariables, ...fromPrefixes, '/usr/include', '/usr/local/include', '/opt/homebrew/include'];
  return folders.find((folder) => existsSync(join(folder, header)));
}

/** @param {string | undefined} list */
const split = (list) => (list ?? '').split(delimiter).filter(Boolean);

/** A Chromium for the browser tests: CHROMIUM_PATH where it is set, else what is on the PATH. */
export function findBrowser() {
  return (
    process.env.CHROMIUM_PATH || findProgram('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable')
  );
}

/** A Firefox: FIREFOX_PATH where it is set, else what is on the PATH. */
export function findFirefox() {
  return process.env.FIREFOX_PATH || findProgram('firefox-esr', 'firefox');
}

/** WebKitGTK's own small browser, which lies beside its library: MINIBROWSER_PATH where it is set. */
export function findMiniBrowser() {
  if (process.env.MINIBROWSER_PATH) return process.env.MINIBROWSER_PATH;
  const folders = ['/usr/lib', '/usr/libexec'].flatMap((folder) => [folder, ...foldersIn(folder)]);
  const ours = folders.flatMap((folder) => foldersIn(folder).filter((path) => /\/webkit2?gtk-[\d.]+$/.test(path)));
  return ours.map((folder) => join(folder, 'MiniBrowser')).find(isExecutable);
}

/** @param {string} folder */
function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
