#include "core/stamp.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tablattice {
namespace {

TEST(Stamp, IsOrderedByMillisecondsThenCounterThenClient) {
  const Stamp stamp{5, 2, "b"};
  EXPECT_LT(stamp, (Stamp{6, 0, "a"}));
  EXPECT_LT(stamp, (Stamp{5, 3, "a"}));
  EXPECT_LT(stamp, (Stamp{5, 2, "c"}));
  EXPECT_EQ(stamp, (Stamp{5, 2, "b"}));
  EXPECT_LT(Stamp(), stamp);
  EXPECT_TRUE(Stamp().empty());
  EXPECT_FALSE(stamp.empty());
}

TEST(Stamp, JustBelowLeavesNothingBetweenItAndTheStamp) {
  const Stamp stamp{5, 2, "bc"};
  EXPECT_LT(stamp.just_below(), stamp);
  // Whatever an id may be, a stamp below this one is not above the one just below it.
  for (const char* client : {"b", "ba", "bb", "bbz", "bb~~~~", "a", "az", "B"}) {
    EXPECT_LE((Stamp{5, 2, client}), stamp.just_below()) << client;
  }
  EXPECT_LT((Stamp{5, 1, "zzz"}), stamp.just_below());
}

TEST(Stamp, JustBelowHoldsAtTheEdges) {
  const Stamp stamps[] = {{5, 2, ""}, {5, 0, ""}, {5, 2, "é"}, {5, 2, "aé"}, {5, 2, std::string("a\0", 2)}};
  for (const Stamp& stamp : stamps) EXPECT_LT(stamp.just_below(), stamp) << stamp.to_json();
  EXPECT_EQ((Stamp{5, 2, std::string("a\0", 2)}).just_below(), (Stamp{5, 2, "a"}));
  EXPECT_EQ((Stamp{5, 2, "aé"}).just_below(), (Stamp{5, 2, "a"}));
  EXPECT_EQ(Stamp().just_below(), Stamp());
}

TEST(Stamp, SurvivesTheWire) {
  const Stamp stamp{1'700'000'000'000, 4'294'967'295U, "client-1"};
  EXPECT_EQ(dump_json(stamp.to_json()), R"([1700000000000,4294967295,"client-1"])");
  EXPECT_EQ(Stamp::from_json(stamp.to_json(), "").value, stamp);
  const Stamp below = stamp.just_below();
  EXPECT_EQ(Stamp::from_json(parse_json(dump_json(below.to_json())).value, "").value, below);
}

TEST(Stamp, RefusesEveryOtherShape) {
  for (const char* text :
       {"null", "5", "[]", "[1,2]", "[1,2,\"a\",3]", "[-1,2,\"a\"]", "[1,-2,\"a\"]", "[1.5,2,\"a\"]", "[1,2,\"\"]",
        "[1,2,3]", "[\"1\",2,\"a\"]", "[9007199254740992,2,\"a\"]", "[1,4294967296,\"a\"]", "{\"ms\":1}"}) {
    const auto stamp = Stamp::from_json(parse_json(text).value, "events/0/stamp");
    EXPECT_EQ(stamp.status.code, "stamp_invalid") << text;
    EXPECT_EQ(stamp.status.where, "events/0/stamp");
  }
  EXPECT_TRUE(Stamp::from_json(parse_json("[9007199254740991,0,\"a\"]").value, "").ok());
}

TEST(Clock, NeverGoesBack) {
  Clock clock("a");
  const Stamp first = clock.tick(1000);
  EXPECT_EQ(first, (Stamp{1000, 0, "a"}));
  EXPECT_EQ(clock.tick(1000), (Stamp{1000, 1, "a"}));
  EXPECT_EQ(clock.tick(400), (Stamp{1000, 2, "a"}));
  EXPECT_EQ(clock.tick(1001), (Stamp{1001, 0, "a"}));
}

TEST(Clock, PassesWhatItHasSeen) {
  Clock clock("a");
  const Stamp foreign{2000, 7, "b"};
  EXPECT_TRUE(clock.observe(foreign, 1000));
  EXPECT_EQ(clock.tick(1000), (Stamp{2000, 8, "a"}));
  EXPECT_TRUE(clock.observe({1500, 99, "b"}, 1000));
  EXPECT_EQ(clock.tick(1000), (Stamp{2000, 9, "a"}));
}

TEST(Clock, CarriesAFullCounterIntoTheMilliseconds) {
  Clock clock("a");
  const Stamp last{2000, std::numeric_limits<std::uint32_t>::max(), "b"};
  EXPECT_TRUE(clock.observe(last, 2000));
  EXPECT_EQ(clock.tick(2000), (Stamp{2001, 0, "a"}));
}

TEST(Clock, RefusesStampsTooFarAheadAtTheLimitAndOnePastIt) {
  Clock clock("a");
  EXPECT_FALSE(clock.observe({1000 + clock_skew_ms_max + 1, 0, "b"}, 1000));
  EXPECT_EQ(clock.tick(1000), (Stamp{1000, 0, "a"}));
  EXPECT_TRUE(clock.observe({1000 + clock_skew_ms_max, 0, "b"}, 1000));
  EXPECT_EQ(clock.tick(1000), (Stamp{1000 + clock_skew_ms_max, 1, "a"}));
}

}  // namespace
}  // namespace tablattice
