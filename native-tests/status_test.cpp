#include "core/status.hpp"

#include <gtest/gtest.h>

namespace tablattice {
namespace {

TEST(Status, IsOkByDefaultAndAProblemOnceItHasACode) {
  EXPECT_TRUE(Status().ok());
  EXPECT_FALSE(problem("row_invalid", "A row is not a JSON object.").ok());
}

TEST(Status, CrossesAsCodeMessageAndWhere) {
  EXPECT_EQ(dump_json(problem("row_invalid", "No.", "rows/3").to_json()),
            R"({"code":"row_invalid","message":"No.","where":"rows/3"})");
}

TEST(Status, CarriesDetailsWhereThereAreSome) {
  const Status status = problem("check_failed", "Overlaps.", "startTime", {{"collidesWith", "slot-2"}});
  EXPECT_EQ(dump_json(status.to_json()),
            R"({"code":"check_failed","details":{"collidesWith":"slot-2"},"message":"Overlaps.","where":"startTime"})");
}

TEST(Result, HoldsAValueOrTheReasonWhyThereIsNone) {
  const Result<int> good = 5;
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(good.value, 5);
  const Result<int> bad = problem("key_invalid", "No.");
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.status.code, "key_invalid");
}

}  // namespace
}  // namespace tablattice
