#include "core/bytes.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>

namespace tablattice {
namespace {

TEST(Bytes, OfSomebodyElseAreCopiedOnlyToBeKept) {
  std::string text = "a body";
  Bytes bytes = Bytes::of(text);
  EXPECT_EQ(bytes.view().data(), text.data());
  bytes.keep();
  EXPECT_NE(bytes.view().data(), text.data());
  text = "------";
  EXPECT_EQ(bytes.view(), "a body");
}

TEST(Bytes, ThatAreKeptStayWhereTheyAre) {
  Bytes bytes(3);
  std::memcpy(bytes.data(), "abc", 3);
  const char* place = bytes.view().data();
  bytes.keep();
  Bytes moved = std::move(bytes);
  EXPECT_EQ(moved.view().data(), place);
  EXPECT_EQ(moved.view(), "abc");
  moved = Bytes();
  EXPECT_TRUE(moved.view().empty());
}

TEST(Bytes, CanDropTheFirstOfThem) {
  Bytes bytes = Bytes::of("one, two, three");
  bytes.keep();
  bytes.drop_front(5);
  EXPECT_EQ(bytes.view(), "two, three");
  bytes.drop_front(5);
  EXPECT_EQ(bytes.view(), "three");
  EXPECT_EQ(bytes.data(), bytes.view().data());
}

}  // namespace
}  // namespace tablattice
