// The slice's own actions, beside create, update and delete.
#pragma once

#include <vector>

#include "core/json.hpp"
#include "core/slice.hpp"
#include "core/status.hpp"

namespace tablattice {

// Both refuse a payload of another shape ("action_invalid") and a row that is not there ("row_not_found"), with the
// place in the action as `where`, as the engine does for its own actions.

// `{ id }`: an active slot becomes inactive, an inactive one active.
Result<std::vector<SliceWrite>> toggle_availability(const Json& payload, const Json& row);

// `{ id, date?, startTime?, endTime? }`, at least one of the three: the slot is moved or resized, as by dragging it in
// a calendar.
Result<std::vector<SliceWrite>> move_availability(const Json& payload, const Json& row);

}  // namespace tablattice
