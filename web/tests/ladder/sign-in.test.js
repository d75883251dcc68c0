// The session expires on a server that really answers 401: nothing is lost, all tabs wait, and one sign-in goes on in all.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isWrite } from './faulty-network.js';
import { converge, fastPoll, openSite, openTabs, rungs, shown, slot, until } from './ladder.js';

/** A session that may expire, and what the tabs of one browser know of it. */
class Session {
  accepted = 'first';
  held = 'first';
  /** @type {((ok: boolean) => void)[]} */
  questions = [];

  /** @param {import('./ladder.js').Site} site */
  constructor({ network }) {
    const refused = { status: 401, body: { title: 'The session has expired', status: 401 } };
    network.replace(({ headers }) => headers.authorization !== `Bearer ${this.accepted}`, refused, Infinity);
  }

  /** @type {import('./ladder.js').EngineOptions} */
  options = {
    headers: () => ({ authorization: `Bearer ${this.held}` }),
    onUnauthorized: () => new Promise((resolve) => void this.questions.push(resolve)),
  };

  expire() {
    this.accepted = 'second';
  }

  signIn() {
    this.held = this.accepted;
    this.questions.splice(0).forEach((answer) => answer(true));
  }
}

for (const rung of rungs) {
  test(`${rung}: writes of an expired session wait in all tabs, and go out in order after one sign-in`, async (t) => {
    const site = await openSite(t);
    const session = new Session(site);
    const { tabs } = await openTabs(site, rung, 3, { options: session.options });
    const { id } = await tabs[0].slots.create(slot(1));
    await converge(site, rung, tabs);

    session.expire();
    const saving = [tabs[0].slots.update(id, { notes: 'one' }), tabs[0].slots.update(id, { endTime: '11:00' })];
    await until(() => session.questions.length > 0, 'the application is asked to sign in');
    await until(() => tabs.every(({ engine }) => engine.status().auth === 'expired'), 'all tabs know');
    const waiting = tabs[1].slots.create(slot(2));
    await until(() => tabs.every((tab) => shown(tab).length === 2), 'all tabs show what waits');
    assert.equal(session.questions.length, 1, 'asked once per scope');
    const sent = site.network.count(isWrite);

    session.signIn();
    await Promise.all([...saving, waiting]);
    for (const { engine } of tabs) await until(() => engine.status().auth === 'ok', 'all tabs go on');
    const rows = await converge(site, rung, tabs);
    assert.deepEqual(rows.find((row) => row.id === id)?.endTime, '11:00');
    const later = site.network.calls.filter(isWrite).slice(sent);
    assert.ok(later.every(({ headers, status }) => headers.authorization === 'Bearer second' && status < 300));
    assert.equal(await site.revision(), 4, 'each change was made once');
  });

  test(`${rung}: a poll that is answered by 401 stops polling; signed in again, the tabs catch up`, async (t) => {
    const site = await openSite(t);
    const session = new Session(site);
    const { tabs } = await openTabs(site, rung, 2, { options: { ...session.options, poll: fastPoll } });
    session.expire();
    await until(() => tabs.every(({ engine }) => engine.status().poll.mode === 'paused'), 'all tabs have paused');
    await site.add(slot(1, { id: 'a' }));
    assert.ok(tabs.every((tab) => shown(tab).length === 0));
    session.signIn();
    await converge(site, rung, tabs);
  });
}
