/**
 * A slot in which a therapist can be booked. Dates and times are plain: the same in every time zone.
 *
 * @typedef {object} Availability
 * @property {string} id
 * @property {string} therapistId
 * @property {string} [therapistName]
 * @property {string} date `YYYY-MM-DD`
 * @property {string} startTime `HH:MM`
 * @property {string} endTime `HH:MM`, after the start
 * @property {boolean} isActive
 * @property {string} [notes]
 * @property {number} [version] the server's mark; not there before the server has answered
 * @property {string} [updatedAt]
 * @property {boolean} [$pending] true while a change of it waits for the server's answer
 *
 * @typedef {Partial<Availability> & Pick<Availability, 'therapistId' | 'date' | 'startTime' | 'endTime'>} NewAvailability
 *   what a create needs; without `id` the engine makes one
 */

/** The collection's name in the engine. */
export const collectionName = 'availability';
