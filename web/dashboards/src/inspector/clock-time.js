import { format } from 'date-fns';

/**
 * @param {number} at Unix milliseconds
 * @returns {string} the clock time of this machine, to the millisecond
 */
export function clockTime(at) {
  return format(at, 'HH:mm:ss.SSS');
}
