#include "core/sort_key.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "core/value_order.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

int sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }
int sign(int number) { return number < 0 ? -1 : number > 0 ? 1 : 0; }

std::string key_of(const std::vector<Json>& values, bool descending = false) {
  std::string key;
  for (const Json& value : values) append_sort_key(value, descending, key);
  return key;
}

std::vector<Json> values_of_every_kind() {
  const std::string zero(1, '\0');
  std::vector<Json> values = {nullptr,
                              false,
                              true,
                              0,
                              -0.0,
                              1,
                              1.0,
                              -1,
                              0.5,
                              -0.5,
                              1e300,
                              -1e300,
                              5e-324,
                              -5e-324,
                              std::numeric_limits<std::int64_t>::min(),
                              std::numeric_limits<std::int64_t>::max(),
                              std::numeric_limits<std::uint64_t>::max(),
                              18446744073709551616.0,
                              -18446744073709551616.0,
                              9223372036854775808.0,
                              -9223372036854775808.0,
                              "",
                              "a",
                              "ab",
                              "b",
                              "é",
                              "\xEF\xBF\xBD",
                              "\xF0\x9F\x98\x80",
                              zero,
                              zero + zero,
                              zero + "a",
                              "a" + zero,
                              "a" + zero + "b",
                              "\xFF",
                              Json::array(),
                              Json::array({1, 2}),
                              Json::object(),
                              Json{{"a", 1}}};
  for (const std::uint64_t power : {53, 54, 60, 62, 63}) {
    for (const int off : {-2, -1, 0, 1, 2, 513, -513}) {
      const std::uint64_t number = (1ULL << power) + static_cast<std::uint64_t>(static_cast<std::int64_t>(off));
      values.emplace_back(number);
      values.emplace_back(static_cast<double>(number));
      if (power < 63) values.emplace_back(-static_cast<std::int64_t>(number));
    }
  }
  return values;
}

TEST(SortKey, IsOrderedAsTheValuesAre) {
  const std::vector<Json> values = values_of_every_kind();
  for (const Json& left : values) {
    for (const Json& right : values) {
      const int order = sign(compare_values(left, right));
      EXPECT_EQ(sign(key_of({left}).compare(key_of({right}))), order) << left << " " << right;
      EXPECT_EQ(sign(key_of({left}, true).compare(key_of({right}, true))), -order) << left << " " << right;
    }
  }
}

// The second value decides only where the first ones are equal, whatever their lengths.
TEST(SortKey, SeveralValuesCompareOneAfterTheOther) {
  const std::vector<Json> values = values_of_every_kind();
  Chooser choose(announced_seed("SortKey"));
  const auto any = [&]() -> const Json& { return values[choose.below(values.size())]; };
  for (int step = 0; step < 20000; ++step) {
    const bool descending = choose.once_in(2);
    const Json& first = any();
    const std::vector<Json> left = {first, any()};
    const std::vector<Json> right = {choose.once_in(2) ? first : any(), any()};
    const auto by_first = compare_values(left[0], right[0]);
    const int order = sign(by_first != 0 ? by_first : compare_values(left[1], right[1]));
    ASSERT_EQ(sign(key_of(left, descending).compare(key_of(right, descending))), descending ? -order : order)
        << left[0] << left[1] << right[0] << right[1];
  }
}

}  // namespace
}  // namespace tablattice
