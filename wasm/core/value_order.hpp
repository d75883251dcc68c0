// The one order of JSON values, by which views sort, compare, group and take minima.
#pragma once

#include <compare>

#include "core/json.hpp"

namespace tablattice {

// Null (and missing), booleans (false first), numbers, strings by code point. Arrays and objects come last and compare
// by their compact text. Numbers compare exactly, whatever their form: 1 equals 1.0, and 2^53 + 1 is above 2^53.
std::strong_ordering compare_values(const Json& left, const Json& right);

struct ValueLess {
  bool operator()(const Json& left, const Json& right) const { return compare_values(left, right) < 0; }
};

// The same number in one form: a number without fraction that JavaScript holds exactly becomes an integer (2.0 → 2,
// -0.0 → 0). Every other value is left as it is. So the text of a result does not depend on which row came first.
Json canonical_number(const Json& value);

}  // namespace tablattice
