/** How the tests start Chromium. */
import { findBrowser } from '../../../tools/find.js';

const executablePath = findBrowser();
if (!executablePath) throw new Error('No Chromium here: install it, or say where it is by CHROMIUM_PATH.');

export const launchOptions = {
  executablePath,
  args: [
    '--no-sandbox', // the tests may run as root, in a container
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
