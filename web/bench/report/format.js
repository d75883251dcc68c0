// Numbers as the tables show them.

/**
 * Three digits, or whole: 1.23, 12.3, 123, 12,345.
 * @param {number} number
 */
export function short(number) {
  const digits = number >= 100 ? 0 : number >= 10 ? 1 : 2;
  return number.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** @param {number} milliseconds */
export const duration = (milliseconds) =>
  milliseconds >= 1000 ? `${short(milliseconds / 1000)} s` : `${short(milliseconds)} ms`;

/** @param {number} bytes */
export const megabytes = (bytes) => `${short(bytes / 1e6)} MB`;

/** @param {number} bytes */
export const kilobytes = (bytes) => `${short(bytes / 1e3)} kB`;

/** @param {number} rows */
export const rowCount = (rows) => rows.toLocaleString('en-US');

/**
 * @param {string[]} heads
 * @param {string[][]} lines
 */
export function table(heads, lines) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map((_, index) => (index === 0 ? '---' : '---:'))), ...lines.map(line)].join('\n');
}
