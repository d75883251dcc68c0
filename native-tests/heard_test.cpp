#include "core/heard.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/seed.hpp"

namespace tablattice {
namespace {

Mark mark_of(const Heard& heard, const std::string& client) {
  const auto found = heard.marks().find(client);
  return found == heard.marks().end() ? Mark() : found->second;
}

TEST(Heard, MessagesInOrderMoveTheMarkAndNothingIsMissing) {
  Heard heard("me");
  for (std::uint64_t n = 1; n <= 3; ++n) {
    EXPECT_TRUE(heard.note("b", {1, n}, 1'000));
    EXPECT_EQ(mark_of(heard, "b"), (Mark{1, n}));
    EXPECT_FALSE(heard.missing_since());
  }
}

TEST(Heard, WhatWasHeardBeforeIsNoNews) {
  Heard heard("me");
  EXPECT_TRUE(heard.note("b", {1, 1}, 1'000));
  EXPECT_FALSE(heard.note("b", {1, 1}, 1'000));
  EXPECT_TRUE(heard.note("b", {1, 3}, 1'000));
  EXPECT_FALSE(heard.note("b", {1, 3}, 1'000)) << "beyond a hole as well";
  EXPECT_TRUE(heard.note("c", {1, 1}, 1'000)) << "each client has its own numbers";
}

TEST(Heard, AHoleIsMissedFromWhenItShowedUntilItIsFilled) {
  Heard heard("me");
  heard.note("b", {1, 1}, 1'000);
  heard.note("b", {1, 3}, 2'000);
  heard.note("b", {1, 5}, 3'000);
  EXPECT_EQ(heard.missing_since(), 2'000);
  EXPECT_EQ(mark_of(heard, "b"), (Mark{1, 1}));
  heard.note("b", {1, 2}, 4'000);
  EXPECT_EQ(mark_of(heard, "b"), (Mark{1, 3}));
  EXPECT_EQ(heard.missing_since(), 2'000) << "4 is still missing";
  heard.note("b", {1, 4}, 5'000);
  EXPECT_EQ(mark_of(heard, "b"), (Mark{1, 5}));
  EXPECT_FALSE(heard.missing_since());
}

TEST(Heard, TheEarliestHoleOfAllClientsCounts) {
  Heard heard("me");
  heard.note("b", {1, 2}, 2'000);
  heard.note("a", {1, 2}, 3'000);
  EXPECT_EQ(heard.missing_since(), 2'000);
  heard.note("b", {1, 1}, 4'000);
  EXPECT_EQ(heard.missing_since(), 3'000);
}

TEST(Heard, ANewIncarnationBeginsAgainAndAnOldOneIsNotTracked) {
  Heard heard("me");
  heard.note("b", {1, 1}, 1'000);
  heard.note("b", {1, 3}, 1'000);
  EXPECT_TRUE(heard.note("b", {2, 1}, 2'000));
  EXPECT_EQ(mark_of(heard, "b"), (Mark{2, 1}));
  EXPECT_FALSE(heard.missing_since()) << "what the old one said is in the state that others tell";
  EXPECT_TRUE(heard.note("b", {1, 2}, 3'000)) << "a late message of the old one is joined";
  EXPECT_EQ(mark_of(heard, "b"), (Mark{2, 1}));
}

TEST(Heard, OthersMarksTellOfMessagesThatWereNeverHeard) {
  Heard heard("me");
  heard.expect({{"b", {1, 2}}, {"me", {9, 9}}}, 1'000);
  EXPECT_EQ(heard.missing_since(), 1'000);
  EXPECT_FALSE(heard.marks().contains("me")) << "what others heard of this tab is no news here";
  heard.note("b", {1, 1}, 1'010);
  heard.expect({{"b", {1, 1}}}, 1'020);
  EXPECT_EQ(heard.missing_since(), 1'000) << "an older mark takes nothing back";
  heard.note("b", {1, 2}, 1'030);
  EXPECT_FALSE(heard.missing_since());
  heard.expect({{"b", {3, 0}}}, 2'000);
  EXPECT_FALSE(heard.missing_since()) << "a new incarnation that has said nothing yet";
}

TEST(Heard, AStateCoversWhatItsTellerHadHeard) {
  Heard heard("me");
  heard.note("b", {1, 4}, 1'000);
  heard.cover({{"b", {1, 3}}, {"c", {2, 7}}}, 1'100);
  EXPECT_FALSE(heard.missing_since());
  EXPECT_EQ(mark_of(heard, "b"), (Mark{1, 4}));
  EXPECT_EQ(mark_of(heard, "c"), (Mark{2, 7}));
  EXPECT_FALSE(heard.note("c", {2, 7}, 1'200)) << "so a late message of it is a duplicate";
  heard.cover({{"c", {1, 9}}}, 1'300);
  EXPECT_EQ(mark_of(heard, "c"), (Mark{2, 7})) << "an earlier incarnation covers nothing of a later one";
}

TEST(Heard, GivingUpEndsAllWaiting) {
  Heard heard("me");
  heard.note("b", {1, 4}, 1'000);
  heard.expect({{"c", {1, 2}}}, 1'000);
  heard.give_up();
  EXPECT_FALSE(heard.missing_since());
  EXPECT_EQ(mark_of(heard, "b"), (Mark{1, 4}));
  EXPECT_EQ(mark_of(heard, "c"), (Mark{1, 2}));
}

// The others speak of a dead client as long as they remember it, and each reminds the next.
TEST(Heard, WhatOthersSayOfAClientIsNoWordOfItsOwn) {
  Heard heard("me");
  heard.expect({{"b", {1, 1}}}, 1'000);
  EXPECT_FALSE(heard.heard_at("b"));
  heard.forget(1'000);
  EXPECT_TRUE(heard.marks().contains("b")) << "first heard of just now";
  heard.note("b", {1, 1}, 2'000);
  EXPECT_EQ(heard.heard_at("b"), 2'000);
}

TEST(Heard, ForgetsTheSilent) {
  Heard heard("me");
  heard.note("b", {1, 1}, 1'000);
  heard.note("c", {1, 1}, 2'000);
  EXPECT_EQ(heard.heard_at("b"), 1'000);
  heard.forget(2'000);
  EXPECT_FALSE(heard.heard_at("b"));
  EXPECT_EQ(heard.heard_at("c"), 2'000);
  EXPECT_FALSE(heard.marks().contains("b"));
}

TEST(Heard, NumbersBeyondAHoleAreKeptUpToTheirBound) {
  Heard heard("me");
  for (std::uint64_t n = 2; n < heard_beyond_max + 2; ++n) EXPECT_TRUE(heard.note("b", {1, n}, 1'000));
  const std::uint64_t last = heard_beyond_max + 1;
  EXPECT_FALSE(heard.note("b", {1, last}, 1'000)) << "the last one within the bound is remembered";
  EXPECT_TRUE(heard.note("b", {1, last + 1}, 1'000));
  EXPECT_TRUE(heard.note("b", {1, last + 1}, 1'000)) << "one past it is not: it may be joined twice";
  heard.note("b", {1, 1}, 1'000);
  EXPECT_EQ(mark_of(heard, "b"), (Mark{1, last}));
  EXPECT_TRUE(heard.missing_since()) << "and it is missed, never taken for heard";
}

TEST(Heard, MarksComeBackAsTheyWent) {
  const Marks marks = {{"a", {1, 2}}, {"__proto__", {3, 0}}};
  const Result<Marks> read = marks_from_json(marks_to_json(marks), "x");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value, marks);
  for (const char* bad : {"[]", "null", "7", R"({"a":7})", R"({"a":[1]})", R"({"a":[1,2,3]})", R"({"a":[-1,2]})",
                          R"({"a":[1,1.5]})", R"({"a":["1",2]})", R"({"a":[1,9007199254740992]})"}) {
    const Result<Marks> refused = marks_from_json(Json::parse(bad), "message/heard");
    EXPECT_EQ(refused.status.code, "message_invalid") << bad;
    EXPECT_TRUE(refused.status.where.starts_with("message/heard")) << bad;
  }
}

// What Heard is meant to be: the set of all that was heard.
TEST(Heard, RandomArrivalsEndAsTheSetOfWhatWasHeard) {
  const std::uint64_t seed = announced_seed("Heard.RandomArrivals");
  for (std::uint64_t run = 0; run < 200; ++run) {
    Chooser random(seed + run);
    Heard heard("me");
    std::set<std::uint64_t> known;
    std::uint64_t expected = 0;
    for (int step = 0; step < 60; ++step) {
      const std::uint64_t n = 1 + random.below(20);
      if (random.once_in(8)) {
        heard.expect({{"b", {1, n}}}, 1'000);
      } else {
        ASSERT_EQ(heard.note("b", {1, n}, 1'000), known.insert(n).second) << "run " << run;
      }
      expected = std::max(expected, n);
      std::uint64_t whole = 0;
      while (known.contains(whole + 1)) ++whole;
      ASSERT_EQ(mark_of(heard, "b").n, whole) << "run " << run;
      ASSERT_EQ(heard.missing_since().has_value(), whole < expected) << "run " << run;
    }
  }
}

}  // namespace
}  // namespace tablattice
