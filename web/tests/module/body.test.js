// Bodies of responses: whole, whatever pieces they come in and whatever length was told; long ones leave the page its turns.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { readBody, stepBytes } from '../../engine/body.js';

/**
 * @param {number[]} sizes of the pieces
 * @param {number} [told] the length that the headers tell
 */
function responseOf(sizes, told) {
  const pieces = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
  const body = new ReadableStream({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
  const headers = /** @type {Record<string, string>} */ (told === undefined ? {} : { 'content-length': `${told}` });
  return { response: new Response(body, { headers }), expected: Buffer.concat(pieces) };
}

test('a body is whole, whatever length was told', async () => {
  for (const sizes of [[], [1], [3, 4], [1000, 1, 70_000, 2]]) {
    const length = sizes.reduce((sum, size) => sum + size, 0);
    for (const told of [undefined, length, 0, Math.floor(length / 2), 2 * length, 1e15]) {
      const { response, expected } = responseOf(sizes, told);
      assert.deepEqual(Buffer.from(await readBody(response)), expected, `${sizes} with ${told}`);
    }
  }
});

test('no body is an empty one', async () => {
  assert.deepEqual(await readBody(new Response(null, { status: 204 })), new Uint8Array());
});

test('where a response has no stream of the web it is read whole', async () => {
  const { response, expected } = responseOf([3, 4]);
  const whole = await response.arrayBuffer();
  for (const body of [undefined, Readable.from(expected)]) {
    const streamless = /** @type {any} */ ({ headers: response.headers, body, arrayBuffer: async () => whole });
    assert.deepEqual(Buffer.from(await readBody(streamless)), expected);
  }
});

test('a body that breaks off is no body', async () => {
  const error = new TypeError('The line is cut');
  const body = new ReadableStream({ pull: (controller) => controller.error(error) });
  await assert.rejects(readBody(new Response(body)), error);
});

test('while a long body is read other tasks have their turns', async () => {
  const steps = 4;
  const { response, expected } = responseOf(Array.from({ length: steps }, () => stepBytes));
  let turns = 0;
  const turn = () => {
    turns += 1;
    timer = setTimeout(turn, 0);
  };
  let timer = setTimeout(turn, 0);
  const bytes = await readBody(response);
  clearTimeout(timer);
  assert.equal(bytes.length, expected.length);
  assert.ok(turns >= steps, `${turns} turns`);
});
