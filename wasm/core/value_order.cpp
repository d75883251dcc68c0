#include "core/value_order.hpp"

#include <cmath>
#include <cstdint>
#include <string>

namespace tablattice {

namespace {

enum class Rank { null, boolean, number, string, structure };

Rank rank_of(const Json& value) {
  if (value.is_null()) return Rank::null;
  if (value.is_boolean()) return Rank::boolean;
  if (value.is_number()) return Rank::number;
  if (value.is_string()) return Rank::string;
  return Rank::structure;
}

// An integer of more than 64 bits' range: what signed and unsigned JSON integers and whole doubles have in common.
struct Integer {
  bool negative = false;
  std::uint64_t magnitude = 0;
};

Integer integer_of(const Json& number) {
  if (number.is_number_unsigned()) return {false, number.get<std::uint64_t>()};
  const auto value = number.get<std::int64_t>();
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? Integer{true, 0 - bits} : Integer{false, bits};
}

std::strong_ordering compare_integers(const Integer& left, const Integer& right) {
  if (left.negative != right.negative) return right.negative <=> left.negative;
  return left.negative ? right.magnitude <=> left.magnitude : left.magnitude <=> right.magnitude;
}

std::strong_ordering compare_doubles(double left, double right) {
  if (left < right) return std::strong_ordering::less;
  if (left > right) return std::strong_ordering::greater;
  return std::strong_ordering::equal;
}

// Converting the integer would round it, and two different numbers could then be equal to the same third one.
std::strong_ordering compare_mixed(const Integer& left, double right) {
  constexpr double beyond_integers = 18446744073709551616.0;  // 2^64
  if (right >= beyond_integers) return std::strong_ordering::less;
  if (right <= -beyond_integers) return std::strong_ordering::greater;
  const double whole = std::trunc(right);
  const Integer truncated{whole < 0, static_cast<std::uint64_t>(std::fabs(whole))};
  const std::strong_ordering by_whole = compare_integers(left, truncated);
  return by_whole != 0 ? by_whole : compare_doubles(whole, right);
}

std::strong_ordering compare_numbers(const Json& left, const Json& right) {
  if (left.is_number_float() && right.is_number_float()) {
    return compare_doubles(left.get<double>(), right.get<double>());
  }
  if (right.is_number_float()) return compare_mixed(integer_of(left), right.get<double>());
  if (left.is_number_float()) return 0 <=> compare_mixed(integer_of(right), left.get<double>());
  return compare_integers(integer_of(left), integer_of(right));
}

// In UTF-8 the order of bytes is the order of code points.
std::strong_ordering compare_texts(const std::string& left, const std::string& right) {
  return left.compare(right) <=> 0;
}

}  // namespace

std::strong_ordering compare_values(const Json& left, const Json& right) {
  const Rank rank = rank_of(left);
  const std::strong_ordering by_rank = rank <=> rank_of(right);
  if (by_rank != 0) return by_rank;
  switch (rank) {
    case Rank::null:
      return std::strong_ordering::equal;
    case Rank::boolean:
      return left.get<bool>() <=> right.get<bool>();
    case Rank::number:
      return compare_numbers(left, right);
    case Rank::string:
      return compare_texts(left.text(), right.text());
    case Rank::structure:
      break;
  }
  return compare_texts(dump_json(left), dump_json(right));
}

Json canonical_number(const Json& value) {
  if (!value.is_number_float()) return value;
  const auto number = value.get<double>();
  if (std::trunc(number) != number || std::fabs(number) > static_cast<double>(safe_integer_max)) return value;
  return Json(static_cast<std::int64_t>(number));
}

}  // namespace tablattice
