// How a tab that comes late, or comes back, gets what the others have, through the engine. transfer_parts_test.cpp,
// transfer_gaps_test.cpp and transfer_drift_test.cpp have the rest.
#include "core/transfer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const std::vector<Kind> every_rung = {Kind::feed, Kind::versioned, Kind::plain};

void fill(World& world, std::size_t rows) {
  for (std::size_t index = 0; index < rows; ++index) world.server.put(slot("r" + std::to_string(index)));
}

int reads_of(World& world) { return world.server.count("list") + world.server.count("changes"); }

TEST(Transfer, ALateJoinerGetsTheStateWithoutARequest) {
  for (const Kind kind : every_rung) {
    World world(kind, 1);
    fill(world, 3);
    world.start();
    const int reads = reads_of(world);
    Tab& late = world.add();
    late.signal({{"type", "start"}});
    world.settle();
    EXPECT_EQ(late.rows(), world.server.rows());
    EXPECT_EQ(late.status()["collections"]["slots"]["status"], "ready");
    EXPECT_EQ(late.status()["collections"]["slots"]["fetchedAt"],
              world[0].status()["collections"]["slots"]["fetchedAt"]);
    EXPECT_EQ(reads_of(world), reads);
    EXPECT_EQ(late.counter("healed"), 0U) << "nothing was wrong";
  }
}

TEST(Transfer, TenTabsAskTheServerOnce) {
  for (const Kind kind : every_rung) {
    World world(kind, 10);
    fill(world, 3);
    for (std::size_t index = 0; index < world.size(); ++index) world[index].signal({{"type", "start"}});
    world.pass(4'000, 20);
    EXPECT_EQ(world.server.count("list"), 1);
    world.expect_all_equal_to_server();
    world.pass(60'000);
    EXPECT_LE(reads_of(world), 13) << "one tab's polls";
  }
}

TEST(Transfer, ALateJoinerGetsWhatIsPendingAndWhatWasDeletedStaysDeleted) {
  for (const Kind kind : every_rung) {
    World world(kind, 1, Json::object(), no_poll);
    fill(world, 2);
    world.start();
    Tab& tab = world[0];
    tab.signal(testing::force);
    world.settle();
    tab.dispatch("slots/delete", "r1");
    world.settle();
    tab.dispatch("slots/update", rename("r0", "second"));
    tab.dispatch("slots/create", slot("n1"));
    Tab& late = world.add();
    late.answers_scans = false;
    late.signal({{"type", "start"}});
    world.exchange();
    world.advance(1);
    world.exchange();
    EXPECT_EQ(late.rows(), tab.rows()) << "with what is not answered yet";
    EXPECT_EQ(late.row("r0")["$pending"], true);
    EXPECT_TRUE(late.pending().empty()) << "which is the other tab's to send";
    world.settle();
    world.expect_all_equal_to_server();
  }
}

TEST(Transfer, WhereNobodyAnswersTheListIsFetched) {
  World world(Kind::feed, 1);
  fill(world, 2);
  Tab& tab = world[0];
  tab.on_lock = [](Tab&, const std::string&, bool) {};
  tab.signal({{"type", "start"}});
  EXPECT_TRUE(tab.requests.empty()) << "others may spare it";
  tab.advance(testing::hello_ms);
  EXPECT_EQ(tab.open("list"), 1U);
  world.serve(tab);
  EXPECT_EQ(tab.rows(), world.server.rows());
}

TEST(Transfer, WhoGetsTheLockAtOnceReadsAtOnce) {
  World world(Kind::feed, 1);
  world[0].signal({{"type", "start"}});
  EXPECT_EQ(world[0].open("list"), 1U);
}

TEST(Transfer, ATabThatHasNotAllItselfDoesNotAnswer) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[1].signal({{"type", "suspend"}});
  world[1].signal({{"type", "start"}});
  world.pass(1'000);
  EXPECT_EQ(world[0].status()["collections"]["slots"]["status"], "loading");
  EXPECT_EQ(reads_of(world), 0) << "without polling nobody reads unasked";
  for (std::size_t index : {0U, 1U}) EXPECT_TRUE(world[index].told("state").empty());
}

TEST(Transfer, AFollowersRefreshIsTheLeadersReadEvenWhereNothingWasReadBefore) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  fill(world, 2);
  world.start();
  world[1].signal(testing::force);
  world.pass(500);
  EXPECT_EQ(world[1].rows(), world.server.rows());
  EXPECT_EQ(world[1].counter("reads"), 0U);
  EXPECT_TRUE(world[1].refreshed.contains(1));
  EXPECT_EQ(reads_of(world), 1);
}

TEST(Transfer, TheTabThatWasAwayCatchesUpFromTheOthers) {
  for (const Kind kind : every_rung) {
    World world(kind, 2);
    fill(world, 3);
    world.start();
    world[1].signal({{"type", "suspend"}});
    world.server.remove("r0");
    world.server.put(slot("n1"));
    world[0].dispatch("slots/update", rename("r1", "second"));
    world.pass(10'000);
    world[1].sent.clear();
    world[1].signal({{"type", "start"}});
    world.settle();
    EXPECT_EQ(world[1].rows(), world.server.rows());
    EXPECT_EQ(world[1].counter("reads"), 0U);
  }
}

}  // namespace
}  // namespace tablattice
