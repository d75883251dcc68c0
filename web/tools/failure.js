/** A failure that its message explains in full: it is shown without a stack. */
export class ToolFailure extends Error {}

/**
 * Runs a tool's main function; a failure ends the process with code 1.
 *
 * @param {() => Promise<void>} main
 */
export async function runTool(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof ToolFailure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
