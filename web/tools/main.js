import { pathToFileURL } from 'node:url';

/**
 * True in the module that Node was started with.
 *
 * @param {string} moduleUrl
 */
export const isMain = (moduleUrl) => process.argv[1] !== undefined && moduleUrl === pathToFileURL(process.argv[1]).href;
