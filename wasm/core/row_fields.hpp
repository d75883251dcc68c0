// The few fields of a row that views need, read without making the rest.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/json.hpp"

namespace tablattice {

// The names of a row's members, and how many readers each has.
using FieldNames = std::map<std::string, std::size_t, std::less<>>;

// An object of those of the row's members that `names` holds. `row` is the text of a JSON object that the engine itself
// keeps, so it has been parsed before; of any other text the result is unspecified.
Json read_fields(std::string_view row, const FieldNames& names);

}  // namespace tablattice
