/** The browser's half of the benchmark, once through in little: it measures, and its tables say what. */
import { measureBrowser } from '../../bench/browser/measure.js';
import { browserSection } from '../../bench/report/browser.js';
import { expect, test } from '@playwright/test';

/** More than the operator's dashboard takes over at once. */
const rows = 2500;

test('the benchmark measures two tabs and a long list', async () => {
  test.setTimeout(180_000);
  const large = { rows, scrollMs: 300, changesPerSecond: 100 };
  const results = await measureBrowser({ clicks: 3, burst: 100, rounds: 1, seed: 1, large }, () => {});
  const { clicks, burst } = results;
  for (const { p50Ms, p99Ms } of [clicks.dashboards, clicks.bare]) {
    expect(p50Ms).toBeGreaterThan(0);
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
  }
  expect(clicks.bytes).toBeGreaterThan(200);
  expect(burst.oursMs).toBeGreaterThan(0);
  expect(burst.bareMs).toBeGreaterThan(0);
  const [{ idle, module, dashboard, scrolling, changes, pixels }] = results.large;
  for (const { longestMs } of [idle, module, dashboard, scrolling]) expect(longestMs).toBeGreaterThan(0);
  expect(scrolling.frames).toBeGreaterThan(0);
  expect(changes).toBeGreaterThan(0);
  expect(pixels).toBeGreaterThan(0);
  expect(browserSection(results)).toMatch(/\| longest task while the module loads the rows \| at most 50\.0 ms \|/);
});
