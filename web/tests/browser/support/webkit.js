/** WebKitGTK: its MiniBrowser on a display that nobody sees, driven by its own WebDriver. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { findMiniBrowser, findProgram } from '../../../tools/find.js';
import { WebDriver } from './webdriver.js';

/** @returns {Promise<{ driver: WebDriver, close: () => Promise<void> }>} a profile of its own */
export async function openWebKit() {
  const display = await openDisplay();
  try {
    const driver = await WebDriver.open(/** @type {string} */ (findProgram('WebKitWebDriver')), {
      env: { ...process.env, DISPLAY: display.name },
      capabilities: {
        browserName: 'MiniBrowser',
        'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] },
      },
    });
    return { driver, close: () => driver.close().finally(display.close) };
  } catch (error) {
    await display.close();
    throw error;
  }
}

/** An X server that chooses a free display by itself and says which. */
async function openDisplay() {
  const options = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  const told = /** @type {import('node:stream').Readable} */ (child.stdio[3]);
  const [number] = await Promise.race([
    once(told, 'data'),
    exited.then(([code]) => Promise.reject(new Error(`Xvfb ended with code ${code}.`))),
  ]);
  return {
    name: `:${String(number).trim()}`,
    async close() {
      child.kill();
      await exited;
    },
  };
}
