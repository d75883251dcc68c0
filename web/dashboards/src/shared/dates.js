/**
 * Plain dates (`YYYY-MM-DD`) and times (`HH:MM`). They name a day on the calendar and a time on the clock of the clinic,
 * never an instant, so they are the same in every time zone: each is read as a local date and written as one.
 */
import { addDays, differenceInMinutes, format, isValid, parse, parseISO, startOfWeek } from 'date-fns';

const dateForm = 'yyyy-MM-dd';

/**
 * @param {string} date
 * @param {string} form in the letters of date-fns
 * @returns {string} the text itself where it is no date, so that a bad row shows what it holds
 */
function written(date, form) {
  const day = parseISO(date);
  return isValid(day) ? format(day, form) : date;
}

/** Today on this machine's calendar. */
export function today() {
  return format(new Date(), dateForm);
}

/** @param {string} date */
export function longDate(date) {
  return written(date, 'EEEE, d MMMM yyyy');
}

/** @param {string} date */
export function dayOfMonth(date) {
  return written(date, 'EEEE d MMMM');
}

/** @param {string} date */
export function shortDay(date) {
  return written(date, 'EEE d MMM');
}

/** @param {string} date */
export function weekday(date) {
  return written(date, 'EEE');
}

/**
 * @param {string} date
 * @returns {string} the Monday of its week
 */
export function weekStart(date) {
  return format(startOfWeek(parseISO(date), { weekStartsOn: 1 }), dateForm);
}

/**
 * @param {string} date
 * @param {number} days
 */
export function daysAfter(date, days) {
  return format(addDays(parseISO(date), days), dateForm);
}

/** @param {string} monday */
export function weekDays(monday) {
  return [0, 1, 2, 3, 4, 5, 6].map((days) => daysAfter(monday, days));
}

/** @param {string} monday */
export function weekTitle(monday) {
  const sunday = daysAfter(monday, 6);
  const sameMonth = monday.slice(0, 7) === sunday.slice(0, 7);
  return `${written(monday, sameMonth ? 'd' : 'd MMM')} – ${written(sunday, 'd MMM yyyy')}`;
}

/** @param {string} time */
function clock(time) {
  return parse(time, 'HH:mm', new Date(2000, 0, 1));
}

/** @type {Map<string, number>} the minutes of the day by time: totals go over very many rows with few different times */
const knownMinutes = new Map();
const knownMinutesMax = 24 * 60;

/** @param {string} time */
function minutesOf(time) {
  const known = knownMinutes.get(time);
  if (known !== undefined) return known;
  const minutes = differenceInMinutes(clock(time), clock('00:00'));
  if (knownMinutes.size < knownMinutesMax) knownMinutes.set(time, minutes);
  return minutes;
}

/**
 * @param {string} time
 * @returns {string} as it is said: `2:30 PM`
 */
export function spokenTime(time) {
  const moment = clock(time);
  return isValid(moment) ? format(moment, 'h:mm a') : time;
}

/**
 * @param {{ startTime: string, endTime: string }} slot
 * @returns {number} its length; 0 where its times are none
 */
export function hoursOf({ startTime, endTime }) {
  return (minutesOf(endTime) - minutesOf(startTime)) / 60 || 0;
}

/** @param {number} hours */
export function hoursText(hours) {
  return `${Math.round(hours * 100) / 100} h`;
}
