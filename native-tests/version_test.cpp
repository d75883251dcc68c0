#include "core/version.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "core/status.hpp"

namespace tablattice {
namespace {

std::optional<Version> version(const char* text) { return Version::from_json(parse_json(text).value); }

void expect_rising(const std::vector<const char*>& texts) {
  for (std::size_t low = 0; low < texts.size(); ++low) {
    ASSERT_TRUE(version(texts[low])) << texts[low];
    EXPECT_LT(Version(), *version(texts[low]));
    for (std::size_t high = low + 1; high < texts.size(); ++high) {
      EXPECT_LT(*version(texts[low]), *version(texts[high])) << texts[low] << " " << texts[high];
    }
  }
}

void expect_equal(const std::vector<const char*>& texts) {
  for (const char* text : texts) {
    ASSERT_TRUE(version(text)) << text;
    EXPECT_EQ(*version(texts.front()), *version(text)) << text;
  }
}

TEST(Version, ComparesIntegersAndDecimalStringsAsNumbersOfAnyLength) {
  expect_rising({"0", "1", "\"9\"", "10", "\"11\"", "255", "256", "9007199254740993", "9007199254740994",
                 "18446744073709551615", "\"18446744073709551616\"", "\"100000000000000000000000000000000000\"",
                 "\"100000000000000000000000000000000001\""});
}

TEST(Version, TakesOneNumberInSeveralForms) {
  expect_equal({"7", "\"7\"", "\"007\"", "7.0"});
  expect_equal({"0", "\"0\"", "\"000\"", "-0.0"});
}

TEST(Version, ComparesInstantsNotTheirTexts) {
  expect_rising({"\"0000-01-01T00:00:00+23:59\"", "\"1969-12-31T23:59:59Z\"", "\"2026-01-01T00:00:00Z\"",
                 "\"2026-01-01T00:00:00.000000000000001Z\"", "\"2026-01-01T00:00:00.5Z\"",
                 "\"2026-01-01T00:00:00.51Z\"", "\"2026-01-01T00:00:01Z\"", "\"2026-01-01T00:00:00-02:00\"",
                 "\"2026-02-28T23:59:59Z\"", "\"2026-03-01T00:00:00Z\"", "\"9999-12-31T23:59:59-23:59\""});
}

TEST(Version, AppliesOffsetsAndIgnoresZerosThatSayNothing) {
  expect_equal({"\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00Z\"", "\"2026-01-01T00:00:00.000Z\"",
                "\"2026-01-01t00:00:00z\"", "\"2026-01-01 00:00:00+00\"", "\"2026-01-01T02:00:00+02:00\"",
                "\"2026-01-01T05:30:00+0530\"", "\"2025-12-31T22:00:00-02:00\"", "\"2025-12-31T23:59:60Z\"",
                "\"2026-01-01T00:00:00,0Z\""});
}

TEST(Version, TakesLeapDaysOnlyWhereTheyExist) {
  EXPECT_TRUE(version("\"2024-02-29T00:00:00Z\""));
  EXPECT_TRUE(version("\"2000-02-29T00:00:00Z\""));
  EXPECT_FALSE(version("\"2026-02-29T00:00:00Z\""));
  EXPECT_FALSE(version("\"1900-02-29T00:00:00Z\""));
}

TEST(Version, RefusesEveryOtherForm) {
  for (const char* text : {"null",
                           "true",
                           "[1]",
                           "{}",
                           "-1",
                           "1.5",
                           "-1.0",
                           "1e300",
                           "9007199254740992.0",
                           "\"\"",
                           "\"-1\"",
                           "\"1.5\"",
                           "\"1e3\"",
                           "\" 1\"",
                           "\"v1\"",
                           "\"W/\\\"1\\\"\"",
                           "\"2026-01-01\"",
                           "\"2026-01-01T00:00:00\"",
                           "\"2026-13-01T00:00:00Z\"",
                           "\"2026-01-32T00:00:00Z\"",
                           "\"2026-01-01T24:00:00Z\"",
                           "\"2026-01-01T00:60:00Z\"",
                           "\"2026-01-01T00:00:61Z\"",
                           "\"2026-01-01T00:00:00.Z\"",
                           "\"2026-01-01T00:00.5Z\"",
                           "\"2026-01-01T00:00:00Zx\"",
                           "\"2026-01-01T00:00:00+1\"",
                           "\"2026-01-01T00:00:00+24:00\"",
                           "\"2026-01-01T00:00:00+02:\"",
                           "\"Thu, 01 Jan 2026 00:00:00 GMT\"",
                           "\"２０２６\""}) {
    EXPECT_FALSE(version(text)) << text;
  }
}

TEST(Version, PutsNumbersBeforeInstants) {
  EXPECT_LT(*version("\"99999999999999999999999999\""), *version("\"0001-01-01T00:00:00Z\""));
}

TEST(Version, TakesNumbersThatWereMadeInCpp) {
  EXPECT_EQ(Version::from_json(Json(7)), version("7"));
  EXPECT_FALSE(Version::from_json(Json(-7)));
}

TEST(Version, KeepsTheValueAsItWasGiven) {
  EXPECT_EQ(version("\"007\"")->value(), Json("007"));
  EXPECT_EQ(version("7")->value(), Json(7));
  EXPECT_TRUE(Version().value().is_null());
  EXPECT_TRUE(Version().none());
  EXPECT_FALSE(version("0")->none());
}

TEST(DaysFromCivil, CountsFrom1970) {
  EXPECT_EQ(days_from_civil(1970, 1, 1), 0);
  EXPECT_EQ(days_from_civil(1969, 12, 31), -1);
  EXPECT_EQ(days_from_civil(2000, 2, 29), 11016);
  EXPECT_EQ(days_from_civil(2026, 11, 22), 20779);
  EXPECT_EQ(days_from_civil(0, 3, 1), -719468);
  EXPECT_EQ(days_from_civil(-400, 3, 1), -719468 - 146097);
}

TEST(DaysFromCivil, CountsEveryDayOnce) {
  std::int64_t days = *days_from_civil(1895, 1, 1);
  for (std::int64_t year = 1895; year < 2110; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      for (unsigned day = 1; day <= 31; ++day) {
        const auto counted = days_from_civil(year, month, day);
        if (!counted) continue;
        EXPECT_EQ(*counted, days);
        ++days;
      }
    }
  }
  EXPECT_EQ(days, *days_from_civil(2110, 1, 1));
}

TEST(DaysFromCivil, KnowsWhichDatesExist) {
  EXPECT_FALSE(days_from_civil(2026, 0, 1));
  EXPECT_FALSE(days_from_civil(2026, 13, 1));
  EXPECT_FALSE(days_from_civil(2026, 1, 0));
  EXPECT_FALSE(days_from_civil(2026, 4, 31));
  EXPECT_FALSE(days_from_civil(2026, 2, 29));
}

}  // namespace
}  // namespace tablattice
