// One step of a tool: it says what it does, that it is still at it, and how long it took; or that there was nothing to do.
const reportEveryMs = 10_000;

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {() => boolean | Promise<boolean>} [upToDate] true: there is nothing to do
 * @property {(say: (chunk: string) => void) => Promise<string | void>} run `say` takes the output of what runs, for the
 *   progress line; a text that is returned is printed under the title
 */

/** @param {number} start */
const secondsSince = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * @param {Step} step
 */
export async function runStep(step) {
  const start = performance.now();
  if (await step.upToDate?.()) {
    console.log(`${step.title}: up to date (${secondsSince(start)})`);
    return;
  }
  console.log(`${step.title} …`);
  let lastLine = '';
  const say = (/** @type {string} */ chunk) => {
    lastLine = chunk.trimEnd().split('\n').at(-1)?.trim().slice(0, 100) || lastLine;
  };
  const timer = setInterval(() => console.log(`  ${secondsSince(start)}: ${lastLine || 'working'}`), reportEveryMs);
  try {
    const text = await step.run(say);
    if (text) console.log(text.trimEnd().replace(/^/gm, '  '));
  } finally {
    clearInterval(timer);
  }
  console.log(`${step.title}: done (${secondsSince(start)})`);
}
