// Which tab leads, through the engine: election with locks and without, handing over, silence, and two leaders at once.
#include "core/tabs.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::beat_ms;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

constexpr std::int64_t silence_ms = 3 * beat_ms;

const Json hidden = {{"type", "visibility"}, {"visible", false}};
const Json shown = {{"type", "visibility"}, {"visible", true}};
const Json lockless = {{"locks", false}};

bool leads(const Tab& tab) { return tab.status()["role"] == "leader"; }
std::string leader_known_to(const Tab& tab) {
  const Json leader = tab.status()["leader"];
  return leader.is_null() ? "" : leader.get<std::string>();
}

// ---- with locks -------------------------------------------------------------------------------------------------------

TEST(Tabs, WhoGetsTheLockLeadsAndTheOthersKnowIt) {
  World world(Kind::feed, 3);
  world.start();
  EXPECT_TRUE(leads(world[0]));
  for (std::size_t index : {0U, 1U, 2U}) EXPECT_EQ(leader_known_to(world[index]), "a") << index;
  for (std::size_t index : {1U, 2U}) {
    EXPECT_EQ(world[index].counter("beats"), 0U);
    EXPECT_TRUE(world[index].locks.contains("leader")) << "it waits for its turn";
  }
}

TEST(Tabs, EachTabShowsThatItLivesFromTheBeginning) {
  Tab tab(testing::tab_config("a", Json::object()));
  tab.wake();
  EXPECT_EQ(tab.locks, std::set<std::string>{"client:a"});
  tab.signal({{"type", "start"}});
  EXPECT_EQ(tab.locks, (std::set<std::string>{"client:a", "leader"}));
  tab.signal({{"type", "stop"}});
  EXPECT_EQ(tab.locks, std::set<std::string>{"client:a"}) << "a stopped tab still sends what it has to";
  tab.signal({{"type", "suspend"}});
  EXPECT_TRUE(tab.locks.empty()) << "a frozen one does not";
}

TEST(Tabs, TheLeaderBeatsOnceInEachInterval) {
  World world(Kind::feed, 2);
  world.start();
  const std::uint64_t beats = world[0].counter("beats");
  world.pass(10 * beat_ms);
  EXPECT_NEAR(static_cast<double>(world[0].counter("beats") - beats), 10, 1);
}

TEST(Tabs, ANewLeaderHasAGreaterTerm) {
  World world(Kind::feed, 3);
  world.start();
  std::uint64_t term = 0;
  for (std::size_t index : {0U, 1U, 2U}) {
    EXPECT_EQ(&world.leader(), &world[index]);
    world.advance(beat_ms);
    const std::vector<Json> beats = world[index].told("beat");
    ASSERT_FALSE(beats.empty());
    EXPECT_GT(beats.back()["term"].get<std::uint64_t>(), term);
    term = beats.back()["term"];
    world.settle();
    if (index < 2) world.kill(index);
  }
}

TEST(Tabs, AStoppedOrSuspendedLeaderSaysThatItLeadsNoMore) {
  for (const char* end : {"stop", "suspend"}) {
    World world(Kind::feed, 2);
    world.start();
    world[0].sent.clear();
    world[0].signal({{"type", end}});
    ASSERT_EQ(world[0].told("beat").size(), 1U) << end;
    EXPECT_EQ(world[0].told("beat")[0]["resigns"], true) << end;
    EXPECT_TRUE(leads(world[1])) << end;
    world.exchange();
    EXPECT_TRUE(leads(world[1])) << "it leads already, whatever the other one says now";
    EXPECT_EQ(leader_known_to(world[0]), "") << "it does not listen any more";
  }
}

TEST(Tabs, ASuspendedTabSaysNothingUntilItStartsAgain) {
  World world(Kind::feed, 2);
  world.start();
  world[0].signal({{"type", "suspend"}});
  world.settle();
  EXPECT_FALSE(world[0].wake_at);
  world[0].sent.clear();
  world.pass(60'000, 1'000);
  EXPECT_TRUE(world[0].sent.empty());
  EXPECT_TRUE(world[0].requests.empty());
  world[0].signal({{"type", "start"}});
  ASSERT_EQ(world[0].told("hello").size(), 1U);
  EXPECT_EQ(Json::parse(world[0].sent.at(0))["life"], 2) << "under a new incarnation";
  EXPECT_EQ(Json::parse(world[0].sent.at(0))["n"], 1);
  world.settle();
  EXPECT_EQ(&world.leader(), &world[1]) << "who comes back waits for its turn";
}

TEST(Tabs, AHiddenLeaderHandsOverToATabThatIsSeen) {
  World world(Kind::feed, 3);
  world.start();
  world[1].signal(hidden);
  world[0].signal(hidden);
  world.settle();
  EXPECT_EQ(&world.leader(), &world[2]) << "the second one in line is hidden too";
  world[0].signal(shown);
  world.pass(2 * beat_ms);
  EXPECT_EQ(&world.leader(), &world[2]) << "who leads well is left to it";
}

TEST(Tabs, AHiddenLeaderStaysWhereNoTabIsSeen) {
  World world(Kind::feed, 2);
  world.start();
  world[1].signal(hidden);
  world[0].signal(hidden);
  world.pass(30'000);
  EXPECT_EQ(&world.leader(), &world[0]);
  EXPECT_EQ(world[0].told("beat").size() + world[1].told("ask").size(), 0U) << "all was exchanged";
  EXPECT_GT(world.server.count("changes"), 0) << "and reads as for an idle user";
  world[1].signal(shown);
  world.pass(beat_ms);
  EXPECT_EQ(&world.leader(), &world[1]) << "as soon as a tab is seen, it leads";
}

TEST(Tabs, ASilentLeadersLockIsStolenByATabThatIsSeen) {
  World world(Kind::feed, 3);
  world.start();
  world[1].signal(hidden);
  world.freeze(0);
  world.server.put(slot("s1"));
  world.pass(silence_ms + 2 * beat_ms);
  EXPECT_EQ(&world.leader(), &world[2]);
  EXPECT_EQ(world[2].counter("steals"), 1U);
  EXPECT_EQ(world[1].counter("steals"), 0U) << "a hidden one leaves it to the others";
  EXPECT_EQ(world[2].rows(), world.server.rows());
  world.thaw(0);
  EXPECT_FALSE(leads(world[0])) << "its lock was taken away";
  world.pass(beat_ms);
  EXPECT_EQ(leader_known_to(world[0]), "c");
  world.expect_all_equal_to_server();
}

TEST(Tabs, AFollowerThatIsSeenReadsByItselfWhileNoLeaderIsHeard) {
  World world(Kind::feed, 2);
  world.start();
  // Locks are stuck: nobody gets any more.
  world[1].on_lock = [](Tab&, const std::string&, bool) {};
  world.freeze(0);
  world.pass(silence_ms - 200);
  EXPECT_EQ(world[1].counter("reads"), 0U);
  world.pass(60'000);
  EXPECT_GE(world[1].counter("reads"), 2U);
  EXPECT_FALSE(leads(world[1]));
  world.thaw(0);
  world.pass(beat_ms);
  const std::uint64_t reads = world[1].counter("reads");
  world.pass(60'000);
  EXPECT_EQ(world[1].counter("reads"), reads) << "a leader is heard again";
}

TEST(Tabs, AHiddenFollowerNeitherReadsNorSteals) {
  World world(Kind::feed, 2);
  world.start();
  world[1].signal(hidden);
  world.freeze(0);
  world.pass(300'000, 1'000);
  EXPECT_EQ(world[1].counter("reads"), 0U);
  EXPECT_EQ(world[1].counter("steals"), 0U);
}

TEST(Tabs, StealsAreBounded) {
  World world(Kind::feed, 2);
  world.start();
  int steals = 0;
  world[1].on_lock = [&](Tab&, const std::string&, bool steal) { steals += steal ? 1 : 0; };
  world.freeze(0);
  world.pass(600'000, 1'000);
  EXPECT_LE(steals, 10) << "at most once a minute";
  EXPECT_GE(steals, 8) << "and again and again: it may have been lost";
  EXPECT_EQ(world[1].counter("steals"), static_cast<std::uint64_t>(steals));
}

TEST(Tabs, ALockThatWasTakenAwayIsAskedForAgain) {
  Tab tab(testing::tab_config("a", Json::object()));
  tab.signal({{"type", "start"}});
  ASSERT_TRUE(leads(tab));
  int asked = 0;
  tab.on_lock = [&](Tab&, const std::string& name, bool steal) { asked += name == "leader" && !steal ? 1 : 0; };
  tab.lock("leader", false);
  EXPECT_FALSE(leads(tab));
  EXPECT_EQ(asked, 1) << "at the end of the line";
}

TEST(Tabs, OfTwoLeadersTheOneOfTheGreaterTermStays) {
  World world(Kind::feed, 2);
  world.start();
  world[1].lock("leader");
  EXPECT_TRUE(leads(world[0]) && leads(world[1]));
  world.settle();
  EXPECT_EQ(&world.leader(), &world[1]) << "it came later, so it knew the first one's term";
  world.pass(3 * beat_ms);
  EXPECT_EQ(&world.leader(), &world[1]);
}

TEST(Tabs, OfTwoLeadersOfOneTermTheGreaterClientStays) {
  World world(Kind::feed, 2, Json::object(), testing::no_poll);
  for (std::size_t index : {1U, 0U}) {
    world[index].on_lock = [](Tab& own, const std::string& name, bool) { own.lock(name); };
    world[index].signal({{"type", "start"}});
  }
  EXPECT_TRUE(leads(world[0]) && leads(world[1]));
  world[0].on_lock = [](Tab&, const std::string&, bool) {};
  world.pass(beat_ms);
  EXPECT_EQ(&world.leader(), &world[1]);
}

TEST(Tabs, AnOlderLeadersBeatIsAnsweredByTheRightOne) {
  World world(Kind::feed, 2);
  world.start();
  world.advance(beat_ms);
  const std::string old = world[0].sent.back();
  world.settle();
  world[0].signal({{"type", "stop"}});
  world.settle();
  ASSERT_TRUE(leads(world[1]));
  Json late = Json::parse(old);
  late["n"] = 1'000;
  for (Json& event : late["events"]) event["stamp"][0] = world[1].now_ms + 1;  // it leads again, for all it knows
  world[1].sent.clear();
  world[1].receive(dump_json(late));
  EXPECT_TRUE(leads(world[1]));
  EXPECT_EQ(world[1].told("beat").size(), 1U) << "so that it hears who leads";
}

TEST(Tabs, TheResignationOfOneThatDidNotLeadMeansNothing) {
  World world(Kind::feed, 3);
  world.start();
  world[2].lock("leader");
  world[2].signal({{"type", "stop"}});
  const std::vector<Json> beats = world[2].told("beat");
  ASSERT_EQ(beats.back()["resigns"], true);
  world[2].sent.erase(world[2].sent.begin(), world[2].sent.end() - 1);
  world.exchange();
  EXPECT_EQ(leader_known_to(world[1]), "a");
}

TEST(Tabs, AnOutdatedTabGivesUpLeadershipForGood) {
  World world(Kind::feed, 2);
  world.start();
  world[0].receive(R"({"p":2,"from":"z"})");
  EXPECT_FALSE(leads(world[0]));
  EXPECT_FALSE(world[0].locks.contains("leader"));
  EXPECT_TRUE(leads(world[1]));
  for (const char* type : {"suspend", "start"}) world[0].signal({{"type", type}});
  EXPECT_FALSE(world[0].locks.contains("leader")) << "nor does it ask again when it comes back";
  world.kill(1);
  EXPECT_FALSE(leads(world[0]));
}

// ---- without locks ----------------------------------------------------------------------------------------------------

TEST(TabsWithoutLocks, OneLeadsSoonAndAsksForNoLock) {
  World world(Kind::feed, 4, Json::object(), lockless);
  for (std::size_t index = 0; index < world.size(); ++index) world[index].signal({{"type", "start"}});
  world.pass(500, 10);
  Tab& leader = world.leader();
  for (std::size_t index = 0; index < world.size(); ++index) {
    EXPECT_EQ(leader_known_to(world[index]), leader_known_to(leader));
    EXPECT_TRUE(world[index].locks.empty());
  }
}

TEST(TabsWithoutLocks, ANewcomerLeavesTheLeaderInItsPlace) {
  World world(Kind::feed, 1, Json::object(), lockless);
  world[0].signal({{"type", "start"}});
  world.pass(3'000, 10);
  ASSERT_TRUE(leads(world[0]));
  world.add().signal({{"type", "start"}});
  world.settle();
  world.pass(10'000);
  EXPECT_EQ(&world.leader(), &world[0]);
  EXPECT_EQ(world[1].counter("reads"), 0U);
}

TEST(TabsWithoutLocks, AHiddenTabLeavesItToThoseThatAreSeen) {
  World world(Kind::feed, 2, Json::object(), lockless);
  world[0].signal(hidden);
  for (std::size_t index : {0U, 1U}) world[index].signal({{"type", "start"}});
  world.pass(500, 10);
  EXPECT_EQ(&world.leader(), &world[1]);
  world.kill(1);
  world.pass(2 * silence_ms);
  EXPECT_EQ(&world.leader(), &world[0]) << "but leads where nobody else does";
}

TEST(TabsWithoutLocks, ASilentLeaderIsReplacedAndMayComeBack) {
  World world(Kind::feed, 3, Json::object(), lockless);
  for (std::size_t index = 0; index < world.size(); ++index) world[index].signal({{"type", "start"}});
  world.pass(500, 10);
  const std::size_t first = leads(world[0]) ? 0 : leads(world[1]) ? 1 : 2;
  world.freeze(first);
  world.pass(silence_ms + 2 * beat_ms);
  Tab& second = world.leader();
  EXPECT_NE(&second, &world[first]);
  world.thaw(first);
  world.pass(beat_ms);
  EXPECT_EQ(&world.leader(), &second) << "its term is greater";
}

TEST(TabsWithoutLocks, ALeaderThatResignsIsReplacedBeforeItIsMissed) {
  World world(Kind::feed, 3, Json::object(), lockless);
  for (std::size_t index = 0; index < world.size(); ++index) world[index].signal({{"type", "start"}});
  world.pass(500, 10);
  Tab& first = world.leader();
  first.signal({{"type", "suspend"}});
  world.pass(beat_ms, 10);
  EXPECT_NE(&world.leader(), &first);
}

TEST(TabsWithoutLocks, EveryTabSaysNowAndThenThatItLives) {
  World world(Kind::feed, 2, Json::object(), lockless);
  for (std::size_t index : {0U, 1U}) world[index].signal({{"type", "start"}});
  world.pass(500, 10);
  Tab& follower = leads(world[0]) ? world[1] : world[0];
  int present = 0;
  for (int step = 0; step < 300; ++step) {
    world.advance(200);
    for (const Json& ask : follower.told("ask")) present += ask["wish"] == "present" ? 1 : 0;
    world.settle();
  }
  EXPECT_EQ(present, 6) << "once in five beats of a minute";
}

TEST(TabsWithoutLocks, TwoLeadersInTwoHalvesAgreeOnceTheyHearEachOther) {
  for (const Kind kind : {Kind::feed, Kind::versioned, Kind::plain}) {
    World world(kind, 2, Json::object(), lockless);
    world.server.put(slot("s1"));
    for (std::size_t index : {0U, 1U}) {
      world[index].signal({{"type", "start"}});
      for (int step = 0; step < 100; ++step) {
        world[index].advance(100);
        world.serve(world[index]);
        world[index].sent.clear();
      }
    }
    world[0].advance(world[1].now_ms - world[0].now_ms);
    ASSERT_TRUE(leads(world[0]) && leads(world[1]));
    world[0].dispatch("slots/update", testing::rename("s1", "second"));
    world.server.put(slot("s2"));
    world.pass(20'000);
    world.leader();
    world.expect_all_equal_to_server();
  }
}

}  // namespace
}  // namespace tablattice
