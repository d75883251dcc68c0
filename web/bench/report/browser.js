// The results of the browser's half, as tables.
import { duration, rowCount, short, table } from './format.js';
import { machine } from './page.js';
import { outcomeTable } from './targets.js';

/** @typedef {import('../browser/measure.js').BrowserResults} BrowserResults */
/** @typedef {import('../browser/blocking.js').Blocking} Blocking */

const taskMsMax = 50;

/** @param {BrowserResults} results */
export function browserSection(results) {
  const { clicks, burst, plan } = results;
  const { clicks: count, burst: changes } = plan;
  return [
    `${machine()}, Chromium.`,
    '### Targets in the browser',
    outcomeTable(outcomes(results)),
    '### Two tabs',
    table(
      ['', 'p50', 'p99'],
      [
        [`a click in the therapist's dashboard to the DOM of the operator's`, ...delays(clicks.dashboards)],
        [
          `a click to the DOM of another tab over a bare BroadcastChannel, the same ${clicks.bytes} bytes`,
          ...delays(clicks.bare),
        ],
      ],
    ),
    `${count} clicks each, one after the other, with ${rowCount(count)} rows.`,
    table(
      ['', 'time', 'a second'],
      [
        [
          `${rowCount(changes)} changes in one task, until the other tab shows them all`,
          ...rate(changes, burst.oursMs),
        ],
        [
          `${rowCount(changes)} messages of 250 bytes on a bare BroadcastChannel, until the last has come`,
          ...rate(changes, burst.bareMs),
        ],
      ],
    ),
    `### ${rowCount(plan.large.rows)} rows`,
    largeTable(results),
  ].join('\n\n');
}

/** @param {BrowserResults} results */
function outcomes({ clicks, burst, large }) {
  const times = (/** @type {number} */ value) => `${short(value)}×`;
  const ratio = /** @type {const} */ ({ aim: 'at most', target: null, show: times });
  const task = /** @type {const} */ ({ aim: 'at most', target: taskMsMax, show: duration });
  const { dashboards, bare } = clicks;
  return [
    { figure: 'click to DOM against the bare channel, p50', ...ratio, value: dashboards.p50Ms / bare.p50Ms },
    { figure: 'click to DOM against the bare channel, p99', ...ratio, value: dashboards.p99Ms / bare.p99Ms },
    { figure: 'a burst of changes against as many messages', ...ratio, value: burst.oursMs / burst.bareMs },
    {
      figure: 'longest task while the module loads the rows',
      ...task,
      value: best(large.map(({ module }) => longest(module))),
    },
    {
      figure: "longest task while the operator's dashboard opens",
      ...task,
      value: best(large.map((each) => longest(each.dashboard))),
    },
    {
      figure: "longest task while the operator's dashboard scrolls",
      ...task,
      value: best(large.map((each) => longest(each.scrolling))),
    },
  ];
}

/** @param {BrowserResults} results */
function largeTable({ large, plan }) {
  const parts = /** @type {const} */ ([
    ['an idle page', 'idle'],
    ['the module alone loads the list, with a view of 50 rows', 'module'],
    ["the operator's dashboard opens: all rows in one view", 'dashboard'],
    [
      `it scrolls for ${plan.large.scrollMs / 1000} s, ${plan.large.changesPerSecond} changes a second from another tab`,
      'scrolling',
    ],
  ]);
  const lines = parts.map(([told, part]) => {
    const runs = large.map((each) => /** @type {Blocking} */ (each[part]));
    const { frames, frameP99Ms, longTasksMs, ...run } = runs.toSorted((a, b) => longest(a) - longest(b))[0];
    const smooth = part === 'scrolling' ? `${frames}, p99 ${duration(frameP99Ms)}` : '';
    return [told, duration(longest({ frames, frameP99Ms, longTasksMs, ...run })), String(longTasksMs.length), smooth];
  });
  return table(['', 'longest task', `tasks over ${taskMsMax} ms`, 'frames'], lines);
}

/** @param {Blocking} blocking */
const longest = ({ longestMs, longTasksMs }) => Math.max(longestMs, ...longTasksMs);

/** @param {number[]} numbers */
const best = (numbers) => Math.min(...numbers);

/** @param {import('../browser/clicks.js').Delays} delays */
const delays = ({ p50Ms, p99Ms }) => [duration(p50Ms), duration(p99Ms)];

/**
 * @param {number} count
 * @param {number} ms
 */
const rate = (count, ms) => [duration(ms), short((count / ms) * 1000)];
