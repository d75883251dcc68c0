// The chart: events per second over rows, both logarithmic, one line per contender, as SVG.
import { contenders } from '../contenders/index.js';
import { rowCount, short } from './format.js';

/** @typedef {import('../measure/results.js').Result} Result */
/** @typedef {{ x: number, y: number }} Point */

const size = { width: 860, height: 460 };
const area = { left: 80, right: 600, top: 30, bottom: 400 };
const colors = ['#b3261e', '#1d4ed8', '#6b93ee', '#15803d', '#7c3aed', '#b45309', '#0e7490', '#4b5563'];
const labelHeight = 17;

/** @param {Result[]} results */
export function chart(results) {
  const all = results.flatMap(({ bySize }) => [...bySize.values()]);
  const x = scale(
    all.map(({ rows }) => rows),
    area.left,
    area.right,
  );
  const y = scale(
    all.map(({ eventsPerSecond }) => eventsPerSecond),
    area.bottom,
    area.top,
  );
  const lines = results.map(({ bySize }) =>
    [...bySize.values()].map(({ rows, eventsPerSecond }) => ({ x: x.at(rows), y: y.at(eventsPerSecond) })),
  );
  const labels = spread(results.map(({ bySize }, index) => ({ index, y: y.at(lastOf(bySize).eventsPerSecond) })));
  const parts = [
    ...x.ticks.map((rows) => text(x.at(rows), area.bottom + 22, rowCount(rows), 'middle')),
    ...y.ticks.map(
      (rate) => grid(y.at(rate)) + text(area.left - 8, y.at(rate) + 4, short(rate).replace(/\.0+$/, ''), 'end'),
    ),
    text((area.left + area.right) / 2, area.bottom + 48, 'rows', 'middle'),
    text(area.left - 8, area.top - 12, 'events/s', 'end'),
    ...lines.map((points, index) => line(points, colors[index % colors.length])),
    ...results.map(({ contender, bySize }, index) => {
      const label = `${contenders[contender].name} ${short(lastOf(bySize).eventsPerSecond)}`;
      return text(area.right + 14, labels[index] + 4, label, 'start', colors[index % colors.length]);
    }),
  ];
  const view = `viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, sans-serif" font-size="13"`;
  const background = `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${view}>\n${[background, ...parts].join('\n')}\n</svg>\n`;
}

/** @param {Result['bySize']} bySize */
const lastOf = (bySize) => /** @type {import('../measure/run.js').Figures} */ ([...bySize.values()].at(-1));

/**
 * A logarithmic scale, with its powers of ten.
 *
 * @param {number[]} values
 * @param {number} from
 * @param {number} to
 */
function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return {
    ticks,
    at: (/** @type {number} */ value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

/**
 * Moves labels apart that would lie on each other.
 *
 * @param {{ index: number, y: number }[]} labels
 * @returns {number[]} their places, by index
 */
function spread(labels) {
  const places = /** @type {number[]} */ ([]);
  let free = 0;
  for (const { index, y } of labels.toSorted((a, b) => a.y - b.y)) {
    places[index] = Math.max(y, free);
    free = places[index] + labelHeight;
  }
  return places;
}

/** @param {number} y */
const grid = (y) =>
  `<line x1="${area.left}" x2="${area.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="#d9dce1"/>`;

/**
 * @param {Point[]} points
 * @param {string} color
 */
function line(points, color) {
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = points.map(({ x, y }) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5" fill="${color}"/>`);
  return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {'start' | 'middle' | 'end'} anchor
 * @param {string} [color]
 */
const text = (x, y, content, anchor, color = '#30343b') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${color}">${content}</text>`;
