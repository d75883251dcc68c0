// Availability: the slots in which therapists can be booked (design §11). The domain slice of the dashboards, and the
// pattern for a team's own.
//
//   field          type      rule
//   id             string    the row's key; made elsewhere, so a new row need not have it
//   therapistId    string    required, not empty
//   therapistName  string    may be missing or null
//   date           date      required; YYYY-MM-DD, a day that exists
//   startTime      time      required; HH:MM, 00:00 to 23:59
//   endTime        time      required; the same form, after startTime (a slot ends on its day: there is no 24:00)
//   isActive       boolean   missing or null counts as active; write it: a view on `isActive: true` finds no other
//   notes          string    may be missing or null
//   version        number    the backend's own
//   updatedAt      string    the backend's own
//
// Fields that are not listed are kept and not looked at.
#pragma once

namespace tablattice {

// Makes the slice known as "availability" (register_slice). A second call changes nothing.
void register_availability();

}  // namespace tablattice
