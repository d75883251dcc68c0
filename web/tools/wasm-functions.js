// The functions of a .wasm that was linked with names (--profiling-funcs), and their sizes.
// https://webassembly.github.io/spec/core/binary/modules.html and …/appendix/custom.html#name-section

const sectionCustom = 0;
const sectionImport = 2;
const sectionCode = 10;
const namesOfFunctions = 1;

/** Reads the integers, texts and lists that a .wasm is made of, one after the other. */
class Reader {
  at = 8; // behind the magic number and the version

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
  }

  get atEnd() {
    return this.at >= this.bytes.length;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }

  /** @param {() => void} item */
  list(item) {
    for (let left = this.number(); left > 0; left -= 1) item();
  }

  limits() {
    const hasMaximum = this.byte() % 2 === 1;
    this.number();
    if (hasMaximum) this.number();
  }
}

/**
 * @param {Reader} reader
 * @returns {number} how many functions are imported: they are counted first
 */
function readImports(reader) {
  let functions = 0;
  reader.list(() => {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) functions += 1;
    if (kind === 1) reader.byte();
    if (kind === 1 || kind === 2) reader.limits();
    else reader.number();
    if (kind === 3) reader.byte();
  });
  return functions;
}

/**
 * @param {Uint8Array} bytes
 * @returns {{ name: string, size: number }[]} the largest first
 */
export function wasmFunctions(bytes) {
  const reader = new Reader(bytes);
  /** @type {Map<number, string>} */
  const names = new Map();
  /** @type {number[]} */
  const sizes = [];
  let imported = 0;
  const readNames = (/** @type {number} */ end) => {
    while (reader.at < end) {
      const kind = reader.byte();
      const next = reader.number() + reader.at;
      if (kind === namesOfFunctions) reader.list(() => names.set(reader.number(), reader.text()));
      reader.at = next;
    }
  };
  const readBody = () => {
    const size = reader.number();
    sizes.push(size);
    reader.at += size;
  };
  while (!reader.atEnd) {
    const section = reader.byte();
    const end = reader.number() + reader.at;
    if (section === sectionImport) imported = readImports(reader);
    if (section === sectionCode) reader.list(readBody);
    if (section === sectionCustom && reader.text() === 'name') readNames(end);
    reader.at = end;
  }
  const functions = sizes.map((size, index) => ({ name: names.get(imported + index) ?? '(without a name)', size }));
  return functions.sort((one, other) => other.size - one.size);
}

/**
 * The class, or the namespace and function, that a C++ name belongs to: `tablattice::Engine`, `std::map`.
 *
 * @param {string} name as wasm-ld demangles it
 */
export function ownerOf(name) {
  const plain = withoutArguments(name.replaceAll('(anonymous namespace)::', '').replaceAll('std::__2::', 'std::'));
  const path = plain.slice(plain.lastIndexOf(' ') + 1).split('::');
  return path.slice(0, 2).join('::');
}

/**
 * Without what stands in <> and in the parentheses of the parameters.
 *
 * @param {string} name
 */
function withoutArguments(name) {
  let depth = 0;
  let plain = '';
  for (const letter of name.replace(/operator(<=>|<<|>>|<=|>=|<|>|\(\)|->)/g, 'operator')) {
    if (letter === '<') depth += 1;
    if (letter === '(' && depth === 0) break;
    if (depth === 0) plain += letter;
    if (letter === '>') depth -= 1;
  }
  return plain;
}

/**
 * @param {{ name: string, size: number }[]} functions
 * @returns {{ owner: string, size: number, count: number }[]} the largest first
 */
export function sizesByOwner(functions) {
  /** @type {Map<string, { owner: string, size: number, count: number }>} */
  const owners = new Map();
  for (const { name, size } of functions) {
    const owner = ownerOf(name);
    const sum = owners.get(owner) ?? { owner, size: 0, count: 0 };
    owners.set(owner, { owner, size: sum.size + size, count: sum.count + 1 });
  }
  return [...owners.values()].sort((one, other) => other.size - one.size);
}
