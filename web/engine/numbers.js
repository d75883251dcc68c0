/**
 * The numbers of polling, the outbox and the tabs: options of `createEngine`, all of which may be left out. Times are in
 * milliseconds. Nothing here exists at run time.
 */

/**
 * When the leading tab reads. `poll: false` switches polling off; then only `refresh`, `invalidate` and a write whose answer told
 * no row ask.
 * @typedef {object} PollOptions
 * @property {number} [activeMs] between two reads while the user is active; default 5000
 * @property {number} [idleMs] between two reads while the user is idle, or no tab is seen; default 30000
 * @property {number} [idleAfterMs] without activity for so long, the user is idle; default 60000
 * @property {number} [staleMs] `refresh()` asks nobody where the rows are younger; default 2000
 * @property {number} [deadlineMs] a read is given up after it; default 15000
 * @property {number} [backoffMinMs] least wait after a failed read, before jitter; default 1000
 * @property {number} [backoffMaxMs] greatest wait after failed reads; default 60000
 * @property {number} [sliceBytes] of a long list joined at a time while the page is visible, and of a state told at a time; default 131072
 */

/**
 * How changes are sent.
 * @typedef {object} OutboxOptions
 * @property {number} [concurrency] writes under way at a time; default 4
 * @property {number} [attemptsMax] after so many attempts a change joins the failures; default 10
 * @property {number} [queueMax] changes that may wait; one more is refused with `outbox_full`; default 1000
 * @property {number} [deadlineMs] an attempt is given up after it; default 15000
 * @property {number} [backoffMinMs] least wait after a failed attempt, before jitter; default 500
 * @property {number} [backoffMaxMs] greatest wait after failed attempts; default 30000
 * @property {number} [keyMemoryMs] how long the API remembers an `Idempotency-Key`; default 86400000
 */

/**
 * How tabs find each other and agree.
 * @typedef {object} TabsOptions
 * @property {number} [beatMs] between two signs of life of the leader; default 2000
 * @property {number} [beatsMissed] after so many a follower reads by itself; default 3
 * @property {number} [helloMs] how long a new tab waits for what the others have; default 100
 * @property {number} [gapMs] how long a missing message may still come; default 50
 * @property {number} [stealMs] between two steals of the leader's lock by one tab; default 60000
 * @property {number} [memoryMs] deletions, outcomes and silent tabs are forgotten at this age; default 86400000
 */

export {};
