// A feed's deltas through the engine: cursors, tombstones, the mutations that they name, and what other tabs hear of them.
#include <gtest/gtest.h>

#include <string>

#include "core/reader.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::force;
using testing::good;
using testing::ModelServer;
using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::Reply;
using testing::slot;
using testing::Tab;
using testing::World;

// Two tabs on a feed that have read the list; polling off.
class FeedTest : public ::testing::Test {
 protected:
  FeedTest() {
    for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
    world.start();
    for (std::size_t index : {0U, 1U}) {
      world[index].signal(force);
      world.settle();
    }
    world.server.log.clear();
  }

  World world{ModelServer::Kind::feed, 2, Json::object(), {{"poll", false}}};
  // The other tab leads now and reads, so that its cursor can be seen.
  OpenRequest read_of_other() {
    world.kill(0);
    other.signal(force);
    return other.take_request("changes");
  }

  Tab& tab = world[0];  // leads
  Tab& other = world[1];
};

// Another tab knew more, and told it, while the answer was on its way.
TEST_F(FeedTest, WhatTheCursorHasPassedShowsNoRowThatIsNotKnown) {
  world.server.put(slot("s3"));
  tab.signal(force);
  const OpenRequest request = tab.take_request("changes");
  const Reply delta = ModelServer(world.server).handle(request.operation);
  const Reply list = ModelServer(world.server).handle({{"type", "list"}});
  world.server.remove("s3");
  RowsEvent news;
  news.collection = "slots";
  news.stamp = {tab.now_ms, 0, "server"};
  news.from = 2;
  news.to = 4;
  tab.receive(encode_message({"server", 1, 0, tab.now_ms, {news}}), "push");
  tab.load(list.body);
  EXPECT_FALSE(tab.rows().contains("s3"));
  tab.respond(request, delta);
  EXPECT_FALSE(tab.rows().contains("s3"));
  tab.signal(force);
  EXPECT_EQ(tab.take_request("changes").operation["since"], 4) << "it did not go back";
}

TEST_F(FeedTest, ADeltaBringsChangesAndTombstonesFromTheCursorOn) {
  world.server.put(slot("s1", {{"text", "second"}}));
  world.server.put(slot("s3"));
  world.server.remove("s2");
  tab.signal(force);
  EXPECT_EQ(tab.requests.at(0).operation["type"], "changes");
  EXPECT_EQ(tab.requests.at(0).operation["since"], 2);
  world.serve(tab);
  EXPECT_EQ(tab.rows(), world.server.rows());
  tab.signal(force);
  EXPECT_EQ(tab.requests.at(0).operation["since"], 5);
  world.serve(tab);
  EXPECT_EQ(world.server.count("list"), 0);
}

TEST_F(FeedTest, TheOtherTabsGetTheDeltaAndItsCursor) {
  world.server.put(slot("s3"));
  world.server.remove("s2");
  tab.signal(force);
  world.settle();
  EXPECT_EQ(other.rows(), world.server.rows());
  EXPECT_EQ(read_of_other().operation["since"], 4) << "no need to read again what it was told";
}

TEST_F(FeedTest, ADeltaThatDoesNotReachTheOwnCursorMovesNothing) {
  world.server.put(slot("s3"));
  tab.signal(force);
  world.serve(tab);
  tab.sent.clear();
  world.server.put(slot("s4"));
  tab.signal(force);
  world.settle();
  EXPECT_TRUE(other.rows().contains("s4")) << "rows are facts in any case";
  const OpenRequest read = read_of_other();
  EXPECT_EQ(read.operation["since"], 2) << "s3 is still missing here";
  other.respond(read, world.server.handle(read.operation));
  world.expect_all_equal_to_server();
}

TEST_F(FeedTest, AnotherTabsDeltaNeitherTakesTheCursorBackNorIsItHeardTwice) {
  world.server.put(slot("s3"));
  tab.signal(force);
  world.serve(tab);
  const std::string first = tab.sent.at(0);
  other.receive(first);
  world.server.put(slot("s4"));
  const OpenRequest read = read_of_other();
  EXPECT_EQ(read.operation["since"], 3);
  other.respond(read, world.server.handle(read.operation));
  const std::uint64_t joined = other.counter("joined");
  const std::uint64_t duplicates = other.counter("duplicate");
  other.receive(first);
  Json again = Json::parse(first);
  again["n"] = again["n"].get<int>() + 1;
  other.receive(dump_json(again));
  EXPECT_EQ(other.counter("joined"), joined);
  EXPECT_EQ(other.counter("duplicate"), duplicates + 2) << "a message heard twice, and a delta told twice";
  other.signal(force);
  EXPECT_EQ(other.requests.at(0).operation["since"], 4);
}

TEST_F(FeedTest, GoneHistoryMeansTheList) {
  world.server.remove("s2");
  world.server.put(slot("s3"));
  world.server.forget_history();
  tab.signal(force);
  world.settle();
  EXPECT_EQ(world.server.count("changes"), 1);
  EXPECT_EQ(world.server.count("list"), 1);
  EXPECT_TRUE(tab.reports.empty()) << "410 is no failure";
  EXPECT_TRUE(tab.refreshed.at(2).is_null());
  EXPECT_EQ(tab.rows(), world.server.rows());
  tab.signal(force);
  EXPECT_EQ(tab.requests.at(0).operation["since"], 4);
}

TEST_F(FeedTest, ANamedMutationIsSettledThoughItsAnswerWasLost) {
  tab.dispatch("slots/update", rename("s1", "second"));
  const std::string name = tab.name();
  const OpenRequest update = tab.take_request("update");
  world.server.handle(update.operation);
  tab.signal(force);
  world.serve(tab);
  EXPECT_EQ(tab.row("s1"), world.server.rows().at("s1"));
  EXPECT_EQ(tab.aborted, std::vector<double>{update.id}) << "nobody waits for its answer any more";
  EXPECT_EQ(tab.settled.at(name)["row"], world.server.rows().at("s1"));
  EXPECT_TRUE(tab.stored.empty());
  world.exchange();
  EXPECT_EQ(other.row("s1"), world.server.rows().at("s1"));
}

TEST_F(FeedTest, AnotherTabsDeltaSettlesTheOwnMutation) {
  tab.dispatch("slots/update", rename("s1", "second"));
  const std::string name = tab.name();
  world.exchange();
  world.server.handle(tab.take_request("update").operation);
  other.signal(force);
  world.settle();
  EXPECT_TRUE(tab.settled.at(name)["problem"].is_null());
  world.expect_all_equal_to_server();
}

TEST_F(FeedTest, AHeldBackDeltaUndoesNothing) {
  tab.signal(force);
  const OpenRequest held = tab.take_request("changes");
  const Reply old = world.server.handle(held.operation);
  tab.dispatch("slots/create", slot("s3"));
  tab.dispatch("slots/update", rename("s1", "second"));
  tab.dispatch("slots/delete", "s2");
  world.serve(tab);
  tab.respond(held, old);
  EXPECT_EQ(tab.rows(), world.server.rows());
}

TEST_F(FeedTest, ABadRowInADeltaIsReportedAndSettlesNothing) {
  tab.dispatch("slots/update", rename("s1", "second"));
  tab.signal(force);
  const Json rows = Json::array({slot("s1", {{"text", "second"}})});
  tab.respond(tab.take_request("changes"), good({{"cursor", 9}, {"rows", rows}, {"mutations", Json::array({"a:1"})}}));
  EXPECT_EQ(tab.reported("version_missing"), 1);
  EXPECT_EQ(tab.row("s1")["$pending"], true);
}

TEST_F(FeedTest, ABadBodyMovesNoCursor) {
  for (const Reply& reply : {testing::login_page(), good({{"rows", Json::array()}}), good(Json::array())}) {
    tab.signal(force);
    tab.respond(tab.take_request("changes"), reply);
    EXPECT_EQ(tab.status()["collections"]["slots"]["status"], "error");
    tab.advance(60'000);
    const OpenRequest again = tab.take_request("changes");
    EXPECT_EQ(again.operation["since"], 2);
    tab.respond(again, world.server.handle(again.operation));
    EXPECT_EQ(tab.status()["collections"]["slots"]["status"], "ready");
  }
}

TEST_F(FeedTest, ManyChangesGoToTheOtherTabsInSeveralEvents) {
  for (std::size_t count = 0; count <= event_rows_max; ++count) world.server.put(slot("n" + std::to_string(count)));
  tab.signal(force);
  world.settle();
  EXPECT_EQ(other.rows(), world.server.rows());
  EXPECT_EQ(read_of_other().operation["since"], 2) << "parts carry no cursor";
}

TEST_F(FeedTest, AListWithoutRevisionIsFollowedByALists) {
  tab.signal(force);
  tab.respond(tab.take_request("changes"), refusal(410));
  tab.respond(tab.take_request("list"), good(Json::array({world.server.rows().at("s1")})));
  tab.signal(force);
  EXPECT_EQ(tab.open("list"), 1U);
}

}  // namespace
}  // namespace tablattice
