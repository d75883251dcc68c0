// What the workload's messages and the contenders must agree on.

export const collectionName = 'availability';
/** The clock of the world: the list is read at that moment; event number n happens n milliseconds later. */
export const epochMs = Date.UTC(2029, 11, 1);
