import dayGridPlugin from '@fullcalendar/daygrid';
import FullCalendar from '@fullcalendar/react';
import timeGridPlugin from '@fullcalendar/timegrid';
import { useEffect, useMemo, useRef, useState } from 'react';

import { calendarEntries, shownHours } from './calendar-entries.js';
import { CalendarEntry } from './CalendarEntry.jsx';
import { today } from '../shared/dates.js';

/**
 * `days`: each day a list of all its slots, readable however many there are at once. `grid`: slots at their time of day,
 * of many at once the first few and a count of the rest.
 *
 * @typedef {'days' | 'grid'} Layout
 */

const viewOf = { days: 'dayGridWeek', grid: 'timeGridWeek' };
const plugins = [dayGridPlugin, timeGridPlugin];
const sideBySideMax = 2;

/**
 * @param {object} props
 * @param {string} props.monday
 * @param {readonly import('../slots/slot-forms.js').Availability[]} props.rows
 * @param {Layout} props.layout
 */
export function WeekCalendar({ monday, rows, layout }) {
  const calendar = useRef(/** @type {FullCalendar | null} */ (null));
  const [now] = useState(today);
  const events = useMemo(() => calendarEntries(rows), [rows]);
  const hours = useMemo(() => shownHours(rows), [rows]);
  useEffect(() => calendar.current?.getApi().changeView(viewOf[layout], monday), [layout, monday]);
  return (
    <section className="card calendar" data-layout={layout} aria-label="Week" tabIndex={0}>
      <FullCalendar
        ref={calendar}
        plugins={plugins}
        initialView={viewOf[layout]}
        initialDate={monday}
        timeZone="UTC"
        now={now}
        firstDay={1}
        headerToolbar={false}
        allDaySlot={false}
        displayEventTime={false}
        height="auto"
        slotMinTime={hours.from}
        slotMaxTime={hours.to}
        slotEventOverlap={false}
        eventMaxStack={sideBySideMax}
        moreLinkDidMount={asButton}
        eventOrder="start,title"
        dayHeaderContent={DayHeader}
        slotLabelFormat={{ hour: '2-digit', minute: '2-digit', hour12: false }}
        events={events}
        eventContent={CalendarEntry}
      />
    </section>
  );
}

/**
 * The calendar's “+3 more” opens a list but is a link without an address; assistive technology is told what it is.
 *
 * @param {{ el: HTMLElement }} mounted
 */
function asButton({ el }) {
  el.setAttribute('role', 'button');
}

/** @param {{ date: Date }} argument UTC, as the calendar runs */
function DayHeader({ date }) {
  const name = date.toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' });
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return (
    <span className="calendar-day">
      <span className="calendar-weekday">{name}</span> {day}
    </span>
  );
}
