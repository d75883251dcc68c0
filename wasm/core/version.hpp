// A server's own monotone mark on a row, in the forms that can be compared exactly.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "core/json.hpp"

namespace tablattice {

// Integers and decimal strings compare as exact numbers of any length; ISO-8601 instants as instants at full precision
// (`…00Z` < `…00.5Z`, offsets applied), never as text. The default version is "none" and below every other.
class Version {
 public:
  Version() = default;

  // Reads a non-negative integer, a string of decimal digits, or an ISO-8601 instant (date, time, `Z` or an offset).
  // Nothing for any other form: the collection then falls to the plain rung and says so.
  static std::optional<Version> from_json(const Json& value);

  [[nodiscard]] bool none() const { return order_.empty(); }
  // The value as it was given, for wire and `If-Match`; null where none.
  [[nodiscard]] const Json& value() const { return value_; }

  std::strong_ordering operator<=>(const Version& other) const { return order_.compare(other.order_) <=> 0; }
  bool operator==(const Version& other) const { return order_ == other.order_; }

 private:
  Json value_;
  std::string order_;  // bytes whose lexicographic order is the version's order
};

// Days since 1970-01-01 of a proleptic Gregorian date; nothing where the date does not exist.
// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
std::optional<std::int64_t> days_from_civil(std::int64_t year, unsigned month, unsigned day);

}  // namespace tablattice
