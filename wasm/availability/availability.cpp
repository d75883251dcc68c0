#include "availability/availability.hpp"

#include "availability/actions.hpp"
#include "availability/checks.hpp"
#include "core/slice.hpp"

namespace tablattice {

void register_availability() {
  static const bool registered = [] {
    Slice slice;
    slice.name = "availability";
    slice.fields = {{"id", "string"},      {"therapistId", "string"}, {"therapistName", "string"}, {"date", "date"},
                    {"startTime", "time"}, {"endTime", "time"},       {"isActive", "boolean"},     {"notes", "string"},
                    {"version", "number"}, {"updatedAt", "string"}};
    slice.lookups = {collision_fields()};
    slice.check = check_availability;
    slice.actions = {{"toggle", toggle_availability}, {"move", move_availability}};
    register_slice(std::move(slice));
    return true;
  }();
  static_cast<void>(registered);
}

}  // namespace tablattice
