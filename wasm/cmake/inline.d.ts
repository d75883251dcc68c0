/** The WebAssembly of a build, gzip in base64: `inflate` of tablattice/inline gives its bytes. */
declare const compressed: string;
export default compressed;
