// Two tabs that led in one term, as the one that took the other's lock had not heard of it: whom the others follow.
#include <gtest/gtest.h>

#include <string>

#include "core/tabs.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::quiet;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

class TabsClaims : public ::testing::Test {
 protected:
  TabsClaims() { world.start(); }
  // What that client's beat of that term makes `to` tell at once.
  Json answer(Tab& to, const std::string& client, std::uint64_t term, bool resigns = false) {
    to.sent.clear();
    to.receive(beat(client, term, resigns));
    to.advance(1);
    return to.told("beat");
  }
  std::string beat(const std::string& client, std::uint64_t term, bool resigns = false) {
    BeatEvent event;
    event.term = term;
    event.stamp = {world[0].now_ms, 0, client};
    event.visible = true;
    event.resigns = resigns;
    return encode_message({client, 1, ++n, world[0].now_ms, {event}});
  }
  static std::string leader_known_to(const Tab& tab) { return tab.status()["leader"].get<std::string>(); }

  World world{Kind::feed, 2, Json::object(), quiet};
  std::uint64_t n = 0;
};

TEST_F(TabsClaims, ABeatThatWasSentBeforeItsSenderResignedMeansNothingAfterwards) {
  const std::string before = beat("z", 9);
  world.advance(5);
  const std::string resigns = beat("z", 9, true);
  world[1].receive(resigns);
  world[1].receive(before);
  EXPECT_NE(leader_known_to(world[1]), "z");
}

TEST_F(TabsClaims, WhoLostTheLockWithdrawsTheClaimThatRanksBeforeItsSuccessors) {
  world[0].on_lock = [](Tab&, const std::string&, bool) {};  // a thief keeps it
  world[0].lock("leader", false);
  const Json told = answer(world[0], "A", 1);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["resigns"], true);
  EXPECT_EQ(told[0]["term"], 1);
  EXPECT_TRUE(answer(world[0], "A", 2).empty()) << "this one ranks before it";
  EXPECT_TRUE(answer(world[1], "A", 1).empty()) << "who never led has no claim";
}

TEST_F(TabsClaims, ALeaderTakesATermAboveThatOfAClaimThatWasWithdrawn) {
  const Json told = answer(world[0], "z", 1, true);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["term"], 2);
  EXPECT_FALSE(told[0].contains("resigns"));
  EXPECT_EQ(answer(world[0], "b", 1, true).size(), 1U) << "who does not know the term yet hears it";
  EXPECT_EQ(world[0].told("beat").back()["term"], 2);
}

TEST_F(TabsClaims, AFollowerOfTheLostClaimFollowsItsSuccessorAtOnce) {
  world[1].receive(beat("z", 2));
  world[1].receive(beat("y", 2));
  ASSERT_EQ(leader_known_to(world[1]), "z") << "of two in one term";
  world[1].receive(beat("z", 2, true));
  world[1].receive(beat("y", 3));
  EXPECT_EQ(leader_known_to(world[1]), "y");
}

}  // namespace
}  // namespace tablattice
