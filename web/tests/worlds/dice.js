/**
 * Chance, from a seed: mulberry32 (Tommy Ettinger, 2017).
 * @param {number} seed
 * @returns {(most: number) => number} a whole number from 0 to `most`, inclusive
 */
export function createDice(seed) {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % (most + 1);
  };
}
