// A server's own monotone mark on a row, in the forms that can be compared exactly.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
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
  // Of a number up to 2^53 - 1, as from_json() reads it.
  static Version from_number(std::uint64_t number);

  [[nodiscard]] bool none() const { return after_ == 0 && !text_; }
  // The value as it was given, for wire and `If-Match`; null where none.
  [[nodiscard]] Json value() const;

  std::strong_ordering operator<=>(const Version& other) const {
    return text_ || other.text_ ? compare_orders(other) <=> 0 : after_ <=> other.after_;
  }
  bool operator==(const Version& other) const { return *this <=> other == 0; }

 private:
  // Of any form but a small whole number.
  struct Text {
    Json value;
    std::string order;  // bytes whose lexicographic order is the version's order
  };

  [[nodiscard]] int compare_orders(const Version& other) const;
  [[nodiscard]] std::string order() const;

  std::uint64_t after_ = 0;  // of a whole number, one more than it; 0 where there is none, or a text
  std::shared_ptr<const Text> text_;
};

// Days since 1970-01-01 of a proleptic Gregorian date; nothing where the date does not exist.
// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
std::optional<std::int64_t> days_from_civil(std::int64_t year, unsigned month, unsigned day);

}  // namespace tablattice
