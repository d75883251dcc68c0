// What no request or message can outlive is forgotten, and who was away for longer begins anew (design §7, "Bounds").
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/engine.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::lost;
using testing::no_poll;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

constexpr std::int64_t memory_ms = 60'000;
const Json brief = {{"tabs", {{"memoryMs", memory_ms}}}};
const std::vector<Kind> every_rung = {Kind::feed, Kind::versioned, Kind::plain};

// What a newcomer is told: the state's rows by key, and its end.
struct Told {
  Json rows = Json::object();
  Json end;
};

Told told_to_newcomer(World& world) {
  Told told;
  Tab& late = world.add();
  late.signal({{"type", "start"}});
  world.exchange();
  world.advance(1);
  for (std::size_t index = 0; index < world.size(); ++index) {
    for (const Json& state : world[index].told("state")) {
      for (const Json& row : state["rows"]) told.rows[row["key"].get<std::string>()] = row;
      if (state.contains("end")) told.end = state["end"];
    }
  }
  return told;
}

TEST(Bounds, DeletionsAreForgotten) {
  for (const Kind kind : every_rung) {
    World world(kind, 1, Json::object(), brief);
    for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
    world.start();
    world[0].dispatch("slots/delete", "s1");
    world.settle();
    EXPECT_TRUE(told_to_newcomer(world).rows.contains("s1")) << "for as long as somebody may not know it";
    world.pass(2 * memory_ms, 1'000);
    const Told told = told_to_newcomer(world);
    EXPECT_FALSE(told.rows.contains("s1"));
    EXPECT_TRUE(told.rows.contains("s2"));
  }
}

TEST(Bounds, SettledNamesOfClientsThatAreSilentAreForgotten) {
  World world(Kind::feed, 2, Json::object(), brief);
  world.start();
  world[1].dispatch("slots/create", slot("s1"));
  world.settle();
  EXPECT_TRUE(told_to_newcomer(world).end["settled"].contains("b"));
  world.kill(1);
  world.pass(3 * memory_ms, 1'000);
  const Json end = told_to_newcomer(world).end;
  EXPECT_FALSE(end["settled"].contains("b"));
  EXPECT_FALSE(end["heard"].contains("b"));
}

TEST(Bounds, SettledNamesOfClientsThatLiveAreKept) {
  World world(Kind::feed, 2, Json::object(), brief);
  world.start();
  world[1].dispatch("slots/create", slot("s1"));
  world.settle();
  world.pass(4 * memory_ms, 1'000);
  const Json end = told_to_newcomer(world).end;
  EXPECT_TRUE(end["settled"].contains("b"));
  EXPECT_TRUE(end["heard"].contains("b"));
}

TEST(Bounds, AMessageOlderThanTheMemoryIsDropped) {
  World world(Kind::feed, 2, Json::object(), brief);
  world.start();
  world[1].dispatch("slots/create", slot("s1"));
  const std::string message = world[1].sent.at(0);
  world[1].sent.clear();
  Json at_the_bound = Json::parse(message);
  world[0].advance(memory_ms);
  at_the_bound["at"] = world[0].now_ms - memory_ms - 1;
  const std::uint64_t stale = world[0].counter("stale");
  world[0].receive(dump_json(at_the_bound));
  EXPECT_TRUE(world[0].rows().empty());
  EXPECT_EQ(world[0].counter("stale"), stale + 1);
  at_the_bound["at"] = world[0].now_ms - memory_ms;
  world[0].receive(dump_json(at_the_bound));
  EXPECT_EQ(world[0].rows().size(), 1U);
}

TEST(Bounds, APushOlderThanTheMemoryIsDropped) {
  World world(Kind::feed, 1, Json::object(), brief);
  world.start();
  RowsEvent old;
  old.collection = "slots";
  old.stamp = {world[0].now_ms, 0, "server"};
  old.rows.add(slot("s1", {{"version", 1}}));
  const std::string push = encode_message({"server", 1, 0, world[0].now_ms, {old}});
  world[0].signal({{"type", "stop"}});
  world.advance(memory_ms + 1);
  world[0].receive(push, "push");
  EXPECT_TRUE(world[0].rows().empty());
}

TEST(Bounds, WhatStorageKeptIsNeverTooOld) {
  World world(Kind::feed, 1, Json::object(), brief);
  world.start();
  world[0].signal({{"type", "online"}, {"online", false}});
  world[0].dispatch("slots/create", slot("s1"));
  world.pass(10 * memory_ms, 5'000);
  Tab& late = world.add();
  late.signal({{"type", "start"}});
  EXPECT_TRUE(late.rows().contains("s1")) << "what a user typed is kept";
  world.kill(0);
  world.settle();
  EXPECT_TRUE(world.server.rows().contains("s1"));
}

TEST(Bounds, ATabThatWasAwayForLongerBeginsAnewAndKeepsItsOwnWork) {
  for (const Kind kind : every_rung) {
    World world(kind, 2, Json::object(), brief);
    for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
    world.start();
    Tab& away = world[1];
    away.signal({{"type", "online"}, {"online", false}});
    away.dispatch("slots/update", rename("s2", "mine"));
    away.signal({{"type", "suspend"}});
    world.freeze(1);
    // Nobody takes its work over: the others are gone as well.
    world[0].signal({{"type", "stop"}});
    world.server.remove("s1");
    world.pass(2 * memory_ms, 5'000);
    world.thaw(1);
    away.sent.clear();
    away.signal({{"type", "start"}});
    EXPECT_FALSE(away.rows().contains("s1")) << "what it knew is too old to be joined with what others know";
    EXPECT_EQ(away.told("hello").at(0)["collections"]["slots"].contains("complete"), false);
    EXPECT_EQ(away.status()["collections"]["slots"]["stale"], true);
    EXPECT_EQ(away.pending().size(), 1U);
    away.signal({{"type", "online"}, {"online", true}});
    world.pass(10'000);
    EXPECT_EQ(away.rows(), world.server.rows());
    EXPECT_EQ(world.server.rows().at("s2")["text"], "mine");
  }
}

TEST(Bounds, ATabThatWasAwayForLessKeepsWhatItKnew) {
  World world(Kind::versioned, 1, Json::object(), brief);
  world.server.put(slot("s1"));
  world.start();
  world[0].signal({{"type", "suspend"}});
  world.advance(memory_ms - 5'000);
  world[0].signal({{"type", "start"}});
  EXPECT_TRUE(world[0].rows().contains("s1"));
}

// On the versioned rung nothing but the tombstone tells that the row is gone.
TEST(Bounds, ATabThatWasAwayBringsNothingBack) {
  for (const Kind kind : every_rung) {
    World world(kind, 2, Json::object(), brief);
    for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
    world.start();
    world[1].signal({{"type", "suspend"}});
    world.freeze(1);
    world[0].dispatch("slots/delete", "s1");
    world.pass(3 * memory_ms, 1'000);
    world.thaw(1);
    world[1].signal({{"type", "start"}});
    world.pass(10'000);
    world.expect_all_equal_to_server();
  }
}

// Without locks nobody takes over what a tab has left that is silent for so short a time.
TEST(Bounds, ATabThatWasAwayStillTellsHowItsChangesHaveEnded) {
  Json more = brief;
  more["locks"] = false;
  World world(Kind::plain, 2, Json::object(), more);
  world.server.put(slot("s1"));
  world.start();
  world.pass(1'000);
  const std::size_t other = world[0].status()["role"] == "leader" ? 1 : 0;
  Tab& away = world[other];
  away.dispatch("slots/update", rename("s1", "second"));
  world.exchange();
  const auto request = away.take_request("update");
  away.respond(request, world.server.handle(request.operation));
  away.signal({{"type", "suspend"}});
  away.sent.clear();
  world.freeze(other);
  world.pass(memory_ms + 10'000, 1'000);
  EXPECT_EQ(world[1 - other].row("s1")["$pending"], true) << "it has not heard of the answer";
  world.thaw(other);
  away.signal({{"type", "start"}});
  world.pass(10'000);
  world.expect_all_equal_to_server();
}

TEST(Bounds, AnUnknownOutcomeIsDecidedThoughTheTabWasAway) {
  for (const Kind kind : {Kind::versioned, Kind::plain}) {
    Json more = brief;
    more.update(no_poll);
    more["outbox"] = {{"attemptsMax", 1}};
    World world(kind, 1, Json::object(), more);
    world.server.put(slot("s1"));
    world.start();
    Tab& tab = world[0];
    tab.signal(testing::force);
    world.settle();
    tab.dispatch("slots/update", rename("s1", "second"));
    const std::string name = tab.name();
    tab.respond(tab.take_request("update"), lost());
    ASSERT_TRUE(tab.settled.empty());
    tab.respond(tab.requests.at(0), lost());
    tab.signal({{"type", "suspend"}});
    world.advance(2 * memory_ms);
    tab.signal({{"type", "start"}});
    tab.signal(testing::force);
    world.pass(5'000);
    EXPECT_TRUE(tab.settled.contains(name)) << "no promise waits for ever";
  }
}

}  // namespace
}  // namespace tablattice
