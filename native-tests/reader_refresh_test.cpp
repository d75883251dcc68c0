// What asks for a read, and what does without: refresh(), invalidate() and load(), through the engine.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/reader.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::force;
using testing::good;
using testing::OpenRequest;
using testing::Reply;
using testing::slot;
using testing::Tab;
using testing::World;

Reply listed(const std::vector<Json>& rows) { return good(rows); }
Json row_at(const std::string& id, const Json& version) { return slot(id, {{"version", version}}); }

// A started tab without polling: what it reads, the test asks for.
struct Desk {
  Desk() { world.start(); }
  OpenRequest ask() {
    tab.signal(force);
    return tab.take_request("list");
  }

  World world{testing::ModelServer::Kind::versioned, 1, Json::object(), {{"poll", false}}};
  Tab& tab = world[0];
};

TEST(ReaderRefresh, RefreshSharesAReadAndAnswersFromFreshState) {
  Desk desk;
  const Json refresh = {{"type", "refresh"}, {"collection", "slots"}};
  desk.tab.signal(refresh);
  EXPECT_EQ(Json::parse(desk.tab.engine.result())["refresh"], 1);
  desk.tab.signal(refresh);
  desk.tab.signal(force);
  EXPECT_EQ(desk.tab.requests.size(), 1U) << "calls at the same time share one request";
  desk.tab.respond(desk.tab.take_request("list"), listed({row_at("s1", 1)}));
  EXPECT_EQ(desk.tab.refreshed.size(), 3U);
  desk.tab.signal(refresh);
  EXPECT_EQ(desk.tab.engine.result(), "{}");
  EXPECT_TRUE(desk.tab.requests.empty());
  desk.tab.now_ms += 2'000;
  desk.tab.signal(refresh);
  EXPECT_EQ(desk.tab.open("list"), 1U) << "the state is no longer fresh";
}

TEST(ReaderRefresh, AForcedRefreshDoesNotTakeAnEarlierReadsAnswer) {
  Desk desk;
  const OpenRequest early = desk.ask();
  desk.tab.now_ms += 100;
  desk.tab.signal(force);
  desk.tab.respond(early, listed({row_at("s1", 1)}));
  EXPECT_TRUE(desk.tab.refreshed.contains(1));
  EXPECT_FALSE(desk.tab.refreshed.contains(2));
  desk.tab.respond(desk.tab.take_request("list"), listed({row_at("s1", 2)}));
  EXPECT_TRUE(desk.tab.refreshed.contains(2));
}

TEST(ReaderRefresh, InvalidateDuringAReadAsksForASecondOne) {
  Desk desk;
  const OpenRequest early = desk.ask();
  for (int count = 0; count < 3; ++count) desk.tab.signal({{"type", "invalidate"}, {"collection", "slots"}});
  EXPECT_TRUE(desk.tab.requests.empty());
  desk.tab.respond(early, good(Json::array()));
  desk.tab.respond(desk.tab.take_request("list"), good(Json::array()));
  EXPECT_TRUE(desk.tab.requests.empty());
}

TEST(ReaderRefresh, OneMoreReadServesAllWhoWishForItDuringTheFirst) {
  World world{testing::ModelServer::Kind::versioned, 3, Json::object(), testing::no_poll};
  world.start();
  for (const std::size_t index : {0U, 1U, 2U}) world[index].signal(force);
  world.settle();
  for (const std::size_t index : {1U, 2U}) world[index].refreshed.clear();
  const auto refresh_followers = [&] {
    for (const std::size_t index : {1U, 2U}) world[index].signal(force);
    world.exchange();
  };
  const auto answer = [&](const OpenRequest& request) {
    world[0].respond(request, world.server.handle(request.operation));
    world.exchange();
  };
  refresh_followers();
  const OpenRequest first = world[0].take_request("list");
  world.advance(100);
  refresh_followers();
  EXPECT_TRUE(world[0].requests.empty()) << "one request in flight";
  answer(first);
  const OpenRequest second = world[0].take_request("list");
  for (const std::size_t index : {1U, 2U}) EXPECT_EQ(world[index].refreshed.size(), 1U);
  answer(second);
  for (const std::size_t index : {1U, 2U}) EXPECT_EQ(world[index].refreshed.size(), 2U);
  for (const std::size_t index : {0U, 1U, 2U}) EXPECT_TRUE(world[index].requests.empty()) << index;
}

TEST(ReaderRefresh, AFollowerWaitsOnWhereTheLeadersReadHasFailed) {
  World world{testing::ModelServer::Kind::versioned, 2, Json::object(), testing::no_poll};
  world.start();
  for (const std::size_t index : {0U, 1U}) world[index].signal(force);
  world.settle();
  world[0].signal(force);
  const OpenRequest failing = world[0].take_request("list");
  world.pass(100);
  world[1].signal(force);
  world.pass(14'800);
  world[0].respond(failing, testing::lost());
  world.exchange();
  for (int step = 0; step < 3; ++step) {
    world.advance(100);
    world.exchange();
  }
  EXPECT_EQ(world[1].open("list"), 0U) << "the leader tries again";
}

TEST(ReaderRefresh, LoadTakesAListsBodyWithoutTheNetwork) {
  Desk desk;
  EXPECT_EQ(desk.tab.load(dump_json({row_at("s1", 1), row_at("s2", 1)})) & mask_views, mask_views);
  EXPECT_EQ(desk.tab.status()["collections"]["slots"]["status"], "ready");
  desk.tab.load(dump_json(Json::array({row_at("s1", 2)})));
  EXPECT_EQ(desk.tab.rows().size(), 1U);
  desk.tab.load(dump_json({{"rows", Json::array({row_at("s3", 1)})}, {"next", 2}}));
  EXPECT_EQ(desk.tab.rows().size(), 2U) << "one page of several says nothing of absence";
  EXPECT_EQ(desk.tab.load("<html>") & mask_refused, mask_refused);
  EXPECT_EQ(desk.tab.refused_code(), "body_unexpected");
  EXPECT_TRUE(desk.tab.requests.empty());
}

}  // namespace
}  // namespace tablattice
