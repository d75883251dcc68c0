// A node:test reporter that counts: one JSON object { passed, failed, skipped } at the end. A suite (`describe`) is no test,
// and neither is a file, which Node reports as one where it holds no test; a file that fails as a whole is a failure.
import { resolve } from 'node:path';

/**
 * @param {AsyncIterable<{ type: string, data: any }>} source
 */
export default async function* countTests(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
    else if (data.details.type === 'suite') continue;
    else if (type === 'test:fail') counts.failed += 1;
    else if (!isFile(data)) counts.passed += 1;
  }
  yield JSON.stringify(counts);
}

/** @param {{ name: string, file?: string, nesting: number }} data */
const isFile = ({ name, file, nesting }) => nesting === 0 && resolve(name) === file;
