#include "core/value_order.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tablattice {
namespace {

// Each value is below all that follow.
std::vector<Json> ascending_values() {
  return {
      nullptr,
      false,
      true,
      -1e300,
      Json(std::int64_t{-9223372036854775807 - 1}),
      -9007199254740993,
      -9007199254740992.0,
      -1.5,
      -1,
      -0.5,
      0,
      5e-324,
      0.5,
      1,
      1.5,
      2,
      10,
      9007199254740992.0,
      9007199254740993,
      Json(std::uint64_t{18446744073709551615U}),
      18446744073709551616.0,
      1e300,
      "",
      "10",
      "2",
      "B",
      "a",
      "ab",
      "é",
      "\xEF\xBF\xBD",  // U+FFFD, below U+1F600 as code points; JavaScript's `<` has it above
      "\xF0\x9F\x98\x80",
      Json::array({1}),  // by text: "[1]", "[]"
      Json::array(),
      Json{{"a", 1}},
      Json::object(),
  };
}

TEST(ValueOrder, IsTotalOverAllTypes) {
  const std::vector<Json> values = ascending_values();
  for (std::size_t left = 0; left < values.size(); ++left) {
    for (std::size_t right = 0; right < values.size(); ++right) {
      EXPECT_EQ(compare_values(values[left], values[right]), left <=> right)
          << dump_json(values[left]) << " and " << dump_json(values[right]);
    }
  }
}

TEST(ValueOrder, NumbersAreEqualWhateverTheirForm) {
  EXPECT_EQ(compare_values(1, 1.0), std::strong_ordering::equal);
  EXPECT_EQ(compare_values(std::int64_t{7}, std::uint64_t{7}), std::strong_ordering::equal);
  EXPECT_EQ(compare_values(0, -0.0), std::strong_ordering::equal);
  EXPECT_EQ(compare_values(9007199254740992, 9007199254740992.0), std::strong_ordering::equal);
}

TEST(ValueOrder, CanonicalNumberIsAnIntegerWhereJavaScriptHoldsItExactly) {
  EXPECT_EQ(dump_json(canonical_number(2.0)), "2");
  EXPECT_EQ(dump_json(canonical_number(-0.0)), "0");
  EXPECT_EQ(dump_json(canonical_number(-9007199254740991.0)), "-9007199254740991");
  EXPECT_TRUE(canonical_number(9007199254740992.0).is_number_float());
  EXPECT_EQ(canonical_number(2.5), Json(2.5));
  EXPECT_EQ(canonical_number("2.0"), Json("2.0"));
  EXPECT_EQ(canonical_number(nullptr), Json());
}

}  // namespace
}  // namespace tablattice
