// What an availability row must be before it is written, in the browser and on the server alike.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/slice.hpp"
#include "core/status.hpp"

namespace tablattice {

inline constexpr std::size_t notes_length_max = 2000;  // code points
inline constexpr std::size_t name_length_max = 200;    // code points; therapistId and therapistName

// Whether the slot can be booked: missing and null count as active.
bool is_active(const Json& row);

// What slots have in common that can collide.
const std::vector<std::string>& collision_fields();

// Ok, or "check_failed" with the field in `where` and in details: the first field, in the order of the table in
// availability.hpp, that breaks its rule; or `startTime` where the slot overlaps another active slot of the same
// therapist on the same date, then with details.collidesWith {id, date, startTime, endTime}: of several the earliest.
// Slots that only touch do not overlap, an inactive slot overlaps nothing, and a row never collides with itself (the
// same id).
//
// A create is judged whole. An update is judged by what it changes, so that a row that is wrong already (another
// program wrote it) can be put right field by field, noted or switched off: notes, therapistName and isActive each by
// themselves; therapistId, date and times together, and also where the slot becomes active. A delete is always good.
Status check_availability(const CheckInput& input);

}  // namespace tablattice
