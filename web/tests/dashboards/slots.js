/**
 * @param {Partial<import('../../engine/availability/row.js').Availability>} [fields]
 * @returns {import('../../engine/availability/row.js').Availability}
 */
export function slot(fields = {}) {
  return {
    id: 'a',
    therapistId: 'th-1',
    therapistName: 'Amara Okafor',
    date: '2026-12-01',
    startTime: '09:00',
    endTime: '10:00',
    isActive: true,
    notes: '',
    ...fields,
  };
}
