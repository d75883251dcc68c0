/** Makes one instance of the engine's WebAssembly module: what createEngine({ factory }) takes. */
declare const factory: (options?: object) => Promise<any>;
export default factory;
