// An event as a browser's channel carries it: ours as the text of a message, the others' as a structured clone.
import { serialize } from 'node:v8';
import { collectionName, epochMs } from './names.js';

/** @typedef {import('./events.js').SlotEvent} SlotEvent */

/**
 * The engine writes members in the order of their names.
 *
 * @param {any} value
 * @returns {any}
 */
function inOrder(value) {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]));
}

/**
 * The sync message that says the same (wasm/core/event.hpp, `rows`).
 *
 * @param {SlotEvent} event
 * @param {number} number from 1 on, without holes
 */
export function messageText(event, number) {
  const at = epochMs + number;
  // A stale row was read long before the one that overtook it.
  const stampMs = event.type === 'upsert' && event.stale ? epochMs : at;
  const rows = event.type === 'upsert' ? [event.row] : [];
  const gone = event.type === 'delete' ? [{ key: event.id, version: event.version }] : [];
  const told = { kind: 'rows', collection: collectionName, stamp: [stampMs, 0, 'other-tab'], rows, gone };
  return JSON.stringify(inOrder({ p: 1, from: 'other-tab', life: 1, n: number, at, events: [told] }));
}

/**
 * @param {'text' | 'clone' | 'object'} wire
 * @param {SlotEvent} event
 * @param {number} number
 * @returns {any}
 */
export function encodeEvent(wire, event, number) {
  if (wire === 'text') return messageText(event, number);
  const { stale, ...told } = /** @type {any} */ (event);
  const plain = told.row ? { ...told, row: { ...told.row } } : told;
  return wire === 'clone' ? serialize(plain) : plain;
}

/**
 * The body of a feed's answer: of each row the latest.
 *
 * @param {SlotEvent[]} events
 * @param {number} revision
 */
export function feedBody(events, revision) {
  const news = events.filter((event) => event.type === 'delete' || !event.stale);
  const latest = new Map(news.map((event) => [event.type === 'delete' ? event.id : event.row.id, event]));
  const rows = [...latest.values()].flatMap((event) => (event.type === 'upsert' ? [event.row] : []));
  const tombstones = [...latest.values()].flatMap((event) =>
    event.type === 'delete' ? [{ id: event.id, version: event.version }] : [],
  );
  const text = JSON.stringify({ cursor: revision, revision, rows, tombstones, mutations: [] });
  return new Uint8Array(new TextEncoder().encode(text));
}
