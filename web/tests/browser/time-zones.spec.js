/** Dates and times are those of the clinic's calendar and clock, whatever zone a machine is in. */
import { openOperator, openScheduling, openTherapist } from './support/dashboards.js';
import { expect, test } from './support/fixtures.js';
import { slot } from './support/slots.js';

/** A moment in the week of 30 November in all zones: it is 1, 2 and 3 December there. */
const moment = '2026-12-02T10:30:00Z';

const shown = slot({ date: '2026-12-02', startTime: '08:05', endTime: '09:10', notes: 'The same everywhere' });
const typed = slot({ date: '2026-12-03', startTime: '11:00', endTime: '12:00', notes: 'Typed' });

for (const [timezoneId, day] of /** @type {const} */ ([
  ['Pacific/Kiritimati', 3],
  ['Pacific/Pago_Pago', 1],
  ['Europe/Berlin', 2],
])) {
  test(`dates in ${timezoneId}`, async ({ browser, site }) => {
    await site.add(shown);
    const context = await browser.newContext({ baseURL: site.origin, timezoneId });
    await context.clock.install({ time: moment });
    const therapist = await openTherapist(context);
    const operator = await openOperator(context);
    const scheduling = await openScheduling(context);
    expect(await therapist.page.evaluate(() => new Date().getDate())).toBe(day);

    await therapist.shows(shown);
    await expect(therapist.page.getByRole('heading', { name: 'Wednesday, 2 December 2026' })).toBeVisible();
    await operator.shows(shown);
    await expect(operator.row(shown)).toContainText('Wed');
    await expect(scheduling.page.getByRole('heading', { level: 1 })).toHaveText('30 Nov – 6 Dec 2026');
    await expect(scheduling.day(shown)).toContainText('08:05–09:10 Amara Okafor');

    await therapist.add(typed);
    await operator.shows(typed);
    await expect(scheduling.day(typed)).toContainText('11:00–12:00 Amara Okafor');
    await therapist.saved();
    expect(await site.rows()).toMatchObject([shown, typed]);
    await context.close();
  });
}
