#include "core/exact_sum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/seed.hpp"

namespace tablattice {
namespace {

Json sum_of(const std::vector<Json>& numbers) {
  ExactSum sum;
  for (const Json& number : numbers) sum.add(number);
  return sum.value();
}

// Any finite double, each exponent as likely as the other; subnormals and zeros included.
double any_double(Chooser& choose) {
  for (;;) {
    const auto value = std::bit_cast<double>(choose.bits());
    if (std::isfinite(value)) return value;
  }
}

TEST(ExactSum, OfNothingIsZero) { EXPECT_EQ(dump_json(ExactSum().value()), "0"); }

TEST(ExactSum, OfIntegersIsExact) {
  EXPECT_EQ(dump_json(sum_of({9007199254740993, 1, -3})), "9007199254740991");
  EXPECT_EQ(dump_json(sum_of({Json(std::uint64_t{18446744073709551615U}), -1})), "18446744073709551614");
  EXPECT_EQ(dump_json(sum_of({std::numeric_limits<std::int64_t>::min()})), "-9223372036854775808");
  EXPECT_EQ(dump_json(sum_of({std::numeric_limits<std::int64_t>::min(), -1, 1})), "-9223372036854775808");
  EXPECT_EQ(dump_json(sum_of({4294967296, -4294967297, -4294967295})), "-4294967296");
}

TEST(ExactSum, BeyondSixtyFourBitsIsTheNearestDouble) {
  const Json greatest = std::uint64_t{18446744073709551615U};
  EXPECT_EQ(sum_of({greatest, 1}), Json(18446744073709551616.0));
  EXPECT_EQ(sum_of({std::numeric_limits<std::int64_t>::min(), -1}), Json(-9223372036854775808.0));
}

TEST(ExactSum, OfFractionsThatMakeAWholeNumberIsThatNumber) {
  EXPECT_EQ(dump_json(sum_of({0.5, 0.25, 0.25})), "1");
  EXPECT_EQ(dump_json(sum_of({-0.5, 0.5, -0.0})), "0");
}

TEST(ExactSum, RoundsOnceAndCorrectly) {
  const double half_unit = std::ldexp(1.0, -53);  // half of what 1.0 differs by from its successor
  EXPECT_EQ(sum_of({1, half_unit}), Json(1.0));   // a tie goes to the even one
  EXPECT_EQ(sum_of({1, half_unit, std::ldexp(1.0, -1000)}), Json(std::nextafter(1.0, 2.0)));
  EXPECT_EQ(sum_of({1, half_unit, -std::ldexp(1.0, -1000)}), Json(1.0));
  EXPECT_EQ(sum_of({1e100, 1, -1e100}), Json(1));
  EXPECT_EQ(sum_of({-1e100, 0.1, 1e100}), Json(0.1));
}

TEST(ExactSum, BeyondTheRangeOfDoublesIsNullAndComesBack) {
  const double greatest = std::numeric_limits<double>::max();
  ExactSum sum;
  sum.add(greatest);
  sum.add(greatest);
  EXPECT_TRUE(sum.value().is_null());
  sum.remove(greatest);
  EXPECT_EQ(sum.value(), Json(greatest));
}

TEST(ExactSum, OfTwoDoublesIsWhatTheProcessorSays) {
  Chooser choose(announced_seed("ExactSum.OfTwoDoubles"));
  for (int round = 0; round < 100000; ++round) {
    const double left = any_double(choose);
    // Half of them near the first one, where the digits overlap.
    const double factor =
        std::ldexp(static_cast<double>(choose.below(1000)) - 500, -static_cast<int>(choose.below(80)));
    const double right = choose.once_in(2) ? any_double(choose) : left * factor;
    if (!std::isfinite(right) || !std::isfinite(left + right)) continue;
    EXPECT_EQ(sum_of({left, right}).get<double>(), left + right) << dump_json(left) << " + " << dump_json(right);
  }
}

TEST(ExactSum, WhatWasAddedAndRemovedLeavesNoTrace) {
  Chooser choose(announced_seed("ExactSum.LeavesNoTrace"));
  ExactSum sum;
  std::vector<double> numbers(2000);
  for (double& number : numbers) number = any_double(choose);
  for (const double number : numbers) sum.add(number);
  for (std::size_t left = numbers.size(); left > 0; --left) {
    std::swap(numbers[choose.below(left)], numbers[left - 1]);
    sum.remove(numbers[left - 1]);
  }
  EXPECT_EQ(dump_json(sum.value()), "0");
}

TEST(ExactSum, DoesNotDriftHoweverLongTheChurn) {
  Chooser choose(announced_seed("ExactSum.Churn"));
  ExactSum sum;
  double naive = 0;
  std::vector<double> kept(100, 0.0);
  for (int change = 0; change < 500000; ++change) {
    double& slot = kept[choose.below(kept.size())];
    const double magnitude = choose.once_in(10) ? 1e15 : 10;
    const double next = (static_cast<double>(choose.below(2000001)) / 1e6 - 1) * magnitude;
    sum.remove(slot);
    sum.add(next);
    naive += next - slot;
    slot = next;
  }
  for (double& slot : kept) {
    const double small = std::fmod(slot, 1000.0);
    sum.remove(slot);
    sum.add(small);
    naive += small - slot;
    slot = small;
  }
  const Json recomputed = sum_of({kept.begin(), kept.end()});
  EXPECT_EQ(sum.value(), recomputed);
  long double plain = 0;
  for (const double value : kept) plain += value;
  EXPECT_NEAR(sum.value().get<double>(), static_cast<double>(plain), 1e-12 * std::fabs(static_cast<double>(plain)));
  // The test would notice: a running sum in floating point is far off by now.
  EXPECT_GT(std::fabs(naive - recomputed.get<double>()), 1e-9);
}

}  // namespace
}  // namespace tablattice
