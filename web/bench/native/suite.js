// The suite `counts`: no operation may cost more instructions or allocations than the checked-in table says, with 5 % slack.
import { compare, countCosts, readTable } from './counts.js';

/** @returns {Promise<import('../../tools/suites.js').SuiteResult>} one test for each cost in the table */
export async function runCounts() {
  const compared = compare(readTable(), await countCosts());
  for (const { ok, line } of compared) console.log(`  ${ok ? 'ok' : 'FAILED'}  ${line}`);
  const failed = compared.filter(({ ok }) => !ok).length;
  if (failed > 0) console.log('  Meant so? npm run bench -- --native --update writes the table anew.');
  return { passed: compared.length - failed, failed, skipped: 0 };
}
