/** A module loader that changes one place of the module's sources as they are loaded. */

/** @type {import('./mutilations.js').Mutilation} */
let mutilation;

/** @param {import('./mutilations.js').Mutilation} chosen */
export function initialize(chosen) {
  mutilation = chosen;
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  const loaded = await next(url, context);
  const { file, from, to } = mutilation;
  if (!url.endsWith(`/web/engine/${file}`)) return loaded;
  const parts = String(loaded.source).split(from);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${from}`);
  return { ...loaded, source: parts.join(to) };
}
