/**
 * A hook that can be told its engine's type: `withTypes()` returns the hook itself, which TypeScript then knows more of.
 *
 * @param {(...given: any[]) => any} hook
 * @returns {any}
 */
export const withTypes = (hook) => Object.assign(hook, { withTypes: () => hook });
