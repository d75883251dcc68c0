#include "core/status.hpp"

namespace tablattice {

Json Status::to_json() const {
  Json object = {{"code", code}, {"message", message}, {"where", where}};
  if (!details.is_null()) object["details"] = details;
  return object;
}

}  // namespace tablattice
