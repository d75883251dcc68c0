// What tests do with JSON values beyond what the engine does.
#pragma once

#include <string>
#include <string_view>

#include "core/json.hpp"

namespace tablattice {

// The value that a JSON pointer (RFC 6901, without its escapes) names; what is missing on the way is added.
inline Json& pointed(Json& value, std::string_view pointer) {
  Json* place = &value;
  while (!pointer.empty()) {
    const std::string part(pointer.substr(1, pointer.find('/', 1) - 1));
    pointer.remove_prefix(part.size() + 1);
    place = place->is_array() ? &(*place)[std::stoul(part)] : &(*place)[part];
  }
  return *place;
}

}  // namespace tablattice
