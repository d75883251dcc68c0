#include "core/alias.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tablattice {
namespace {

TEST(Aliases, AKeyWithoutAliasIsItsOwnHome) { EXPECT_EQ(Aliases().home("a"), "a"); }

TEST(Aliases, ATemporaryKeyIsAtHomeWithTheServersKey) {
  Aliases aliases;
  EXPECT_TRUE(aliases.join("t", "a"));
  EXPECT_FALSE(aliases.join("t", "a"));
  EXPECT_EQ(aliases.home("t"), "a");
  EXPECT_EQ(aliases.home("a"), "a");
  EXPECT_EQ(aliases.temporary_keys_of("a"), std::set<std::string>{"t"});
}

TEST(Aliases, TwoAnswersToOneCreateEndAlikeInEitherOrder) {
  Aliases one;
  one.join("t", "a");
  one.join("t", "b");
  Aliases other;
  other.join("t", "b");
  other.join("t", "a");
  EXPECT_EQ(one.home("t"), "b");
  EXPECT_EQ(other.home("t"), "b");
  EXPECT_EQ(one.keys_of("t"), (std::set<std::string>{"a", "b"}));
}

TEST(Aliases, AllPairsCanBeTold) {
  Aliases aliases;
  aliases.join("t", "b");
  aliases.join("t", "a");
  aliases.join("s", "c");
  EXPECT_EQ(aliases.pairs(), (std::vector<std::pair<std::string, std::string>>{{"s", "c"}, {"t", "a"}, {"t", "b"}}));
}

TEST(Aliases, RunInNoCircles) {
  Aliases aliases;
  EXPECT_FALSE(aliases.join("a", "a"));
  aliases.join("a", "b");
  aliases.join("b", "a");
  EXPECT_EQ(aliases.home("a"), "b");
  EXPECT_EQ(aliases.home("b"), "a");
}

}  // namespace
}  // namespace tablattice
