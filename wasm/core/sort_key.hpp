// Values as bytes: the order of the texts, byte by byte, is the order of compare_values.
#pragma once

#include <string>

#include "core/json.hpp"

namespace tablattice {

// Appends one value. Several values appended one after the other compare like the list of them: no value's bytes are
// the beginning of another's. `descending` turns the order of this value round. Equal values (1 and 1.0) have equal
// bytes.
void append_sort_key(const Json& value, bool descending, std::string& key);

}  // namespace tablattice
