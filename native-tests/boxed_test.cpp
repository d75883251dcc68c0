#include "core/boxed.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tablattice {
namespace {

TEST(Boxed, HoldsNothingUntilItIsDemanded) {
  Boxed<std::string> box;
  EXPECT_FALSE(box);
  box.demand() = "a";
  EXPECT_TRUE(box);
  EXPECT_EQ(box.demand(), "a");
  box.reset();
  EXPECT_FALSE(box);
}

TEST(Boxed, IsCopiedWithWhatItHolds) {
  Boxed<std::string> box;
  box.demand() = "a";
  Boxed<std::string> copy = box;
  *copy = "b";
  EXPECT_EQ(*box, "a");
  copy = box;
  EXPECT_EQ(*copy, "a");
  const Boxed<std::string> moved = std::move(copy);
  EXPECT_EQ(*moved, "a");
  box = Boxed<std::string>();
  EXPECT_FALSE(box);
}

}  // namespace
}  // namespace tablattice
