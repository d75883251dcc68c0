// Signals: activity, visibility, network, failures, sign-out.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/engine.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

std::string mode(const Tab& tab) { return tab.status()["poll"]["mode"]; }

// A started tab whose first list has come.
struct Desk {
  explicit Desk(const Json& more = Json::object()) : world(Kind::versioned, 1, Json::object(), more) {
    world.server.put(slot("s1"));
    world.start();
  }
  // Lets the polls of that time happen; returns how many there were.
  int polls_in(std::int64_t ms) {
    const int before = world.server.count("list");
    const std::int64_t end_ms = tab.now_ms + ms;
    world.serve(tab);
    while (tab.wake_at && *tab.wake_at <= end_ms) {
      tab.advance(*tab.wake_at - tab.now_ms);
      world.serve(tab);
    }
    tab.now_ms = end_ms;
    return world.server.count("list") - before;
  }

  World world;
  Tab& tab = world[0];
};

TEST(Signals, WhatIsNoSignalIsRefused) {
  Desk desk;
  for (const auto& [signal, code] : std::vector<std::pair<const char*, const char*>>{
           {"{\"type\":", "json_invalid"},
           {"7", "signal_invalid"},
           {"{}", "signal_invalid"},
           {R"({"type":"panic"})", "signal_invalid"},
           {R"({"type":"refresh"})", "collection_unknown"},
           {R"({"type":"invalidate","collection":"nowhere"})", "collection_unknown"},
           {R"({"type":"retry","name":"a:1"})", "failure_unknown"},
           {R"({"type":"discard","name":7})", "failure_unknown"}}) {
    EXPECT_EQ(desk.tab.engine.signal(signal, static_cast<double>(desk.tab.now_ms)) & mask_refused, mask_refused)
        << signal;
    EXPECT_EQ(desk.tab.refused_code(), code) << signal;
  }
}

TEST(Signals, AnActiveUserIsPolledForOftenAnIdleOneSeldom) {
  Desk desk;
  EXPECT_EQ(mode(desk.tab), "active");
  EXPECT_EQ(desk.polls_in(59'000), 11) << "every five seconds";
  EXPECT_EQ(desk.polls_in(121'000), 4) << "idle after a minute: every thirty";
  EXPECT_EQ(mode(desk.tab), "idle");
  desk.tab.signal({{"type", "activity"}});
  EXPECT_EQ(mode(desk.tab), "active");
  EXPECT_GE(desk.polls_in(10'000), 2);
}

TEST(Signals, HiddenItReadsSeldomAndShownItReadsAtOnce) {
  Desk desk;
  EXPECT_EQ(desk.tab.signal({{"type", "visibility"}, {"visible", false}}) & mask_effects, mask_effects);
  EXPECT_EQ(mode(desk.tab), "hidden");
  EXPECT_EQ(desk.polls_in(600'000), 20) << "no tab is visible, so this one reads as for an idle user";
  desk.tab.now_ms += 2'000;
  desk.tab.signal({{"type", "visibility"}, {"visible", true}});
  EXPECT_EQ(desk.tab.open("list"), 1U);
}

TEST(Signals, FocusAfterAbsenceReadsAtOnce) {
  Desk desk;
  desk.tab.signal({{"type", "focus"}});
  EXPECT_EQ(desk.tab.open("list"), 0U) << "the state is fresh";
  desk.tab.now_ms += 3'000;
  desk.tab.signal({{"type", "focus"}});
  EXPECT_EQ(desk.tab.open("list"), 1U);
  desk.tab.signal({{"type", "focus"}});
  EXPECT_EQ(desk.tab.open("list"), 1U) << "one request in flight";
}

TEST(Signals, OfflineItRestsAndOnlineItReadsAtOnce) {
  Desk desk;
  EXPECT_EQ(desk.tab.signal({{"type", "online"}, {"online", false}}) & mask_status, mask_status);
  EXPECT_EQ(desk.tab.status()["online"], false);
  EXPECT_EQ(mode(desk.tab), "offline");
  EXPECT_EQ(desk.polls_in(600'000), 0);
  desk.tab.signal({{"type", "online"}, {"online", true}});
  EXPECT_EQ(desk.tab.open("list"), 1U);
}

TEST(Signals, StoppedItDoesNotPollAndStartedItCatchesUp) {
  Desk desk;
  desk.tab.signal({{"type", "stop"}});
  EXPECT_EQ(mode(desk.tab), "paused");
  EXPECT_EQ(desk.polls_in(600'000), 0);
  desk.tab.signal({{"type", "start"}});
  EXPECT_EQ(desk.tab.open("list"), 1U);
}

TEST(Signals, WithoutPollingOnlyWhatIsAskedForIsRead) {
  Desk desk(no_poll);
  EXPECT_EQ(mode(desk.tab), "off");
  EXPECT_EQ(desk.world.server.count("list"), 0);
  for (const char* type : {"activity", "focus"}) desk.tab.signal({{"type", type}});
  desk.tab.signal({{"type", "visibility"}, {"visible", false}});
  desk.tab.signal({{"type", "visibility"}, {"visible", true}});
  EXPECT_EQ(desk.polls_in(600'000), 0);
  desk.tab.signal({{"type", "invalidate"}, {"collection", "slots"}});
  EXPECT_EQ(desk.tab.open("list"), 1U);
}

TEST(Signals, PollsThatFailBackOffAndAskNothingInBetween) {
  Desk desk;
  int requests = 0;
  const std::int64_t end_ms = desk.tab.now_ms + 600'000;
  while (desk.tab.wake_at && *desk.tab.wake_at <= end_ms) {
    desk.tab.advance(*desk.tab.wake_at - desk.tab.now_ms);
    for (const OpenRequest& request : desk.tab.take_requests("list")) {
      ++requests;
      desk.tab.respond(request, refusal(503));
    }
  }
  EXPECT_GT(requests, 8);
  EXPECT_LT(requests, 60) << "ten minutes of a broken server, thirty seconds apart on average";
  EXPECT_EQ(desk.tab.status()["poll"]["failures"], requests);
}

TEST(Signals, TheLeadersReadsSpareTheOthersAndFollowTheirUsers) {
  World world(Kind::versioned, 3);
  world.server.put(slot("s1"));
  world.start();
  const auto lists_in = [&](std::int64_t ms) {
    const int before = world.server.count("list");
    for (std::int64_t passed = 0; passed < ms; passed += 500) {
      world.advance(500);
      world.settle();
    }
    return world.server.count("list") - before;
  };
  EXPECT_EQ(lists_in(50'000), 10);
  world.server.put(slot("s2"));
  EXPECT_LE(lists_in(60'000), 3) << "all users are idle: once in thirty seconds";
  world.expect_all_equal_to_server();
  world[2].signal({{"type", "activity"}});
  world.settle();
  EXPECT_EQ(lists_in(10'000), 2) << "a follower's user is active";
  for (std::size_t index : {1U, 2U}) EXPECT_EQ(world[index].counter("reads"), 0U);
}

TEST(Signals, AHostsTroubleIsReported) {
  Desk desk;
  desk.tab.signal({{"type", "unstored"}, {"key", "outbox/a:1"}, {"message", "The quota is exceeded."}});
  desk.tab.signal({{"type", "transport"}, {"message", "The channel broke."}});
  EXPECT_EQ(desk.tab.reported("storage_refused"), 1);
  EXPECT_EQ(desk.tab.reports.at(0)["where"], "outbox/a:1");
  EXPECT_EQ(desk.tab.reports.at(0)["message"], "The quota is exceeded.");
  EXPECT_EQ(desk.tab.reported("transport_failed"), 1);
}

TEST(Signals, AMutationThatStorageRefusedStillRuns) {
  Desk desk(no_poll);
  desk.tab.dispatch("slots/create", slot("s2"));
  desk.tab.signal({{"type", "unstored"}, {"key", "outbox/a:1"}, {"message", "full"}});
  desk.world.serve(desk.tab);
  EXPECT_TRUE(desk.world.server.rows().contains("s2"));
}

TEST(Signals, WhatStorageRefusedIsStoredBeforeALaterChangeOfItsRow) {
  Desk desk;
  desk.tab.full = true;
  desk.tab.dispatch("slots/update", rename("s1", "second"));
  desk.tab.dispatch("slots/create", slot("s2"));
  EXPECT_TRUE(desk.world.storage.empty());
  desk.tab.full = false;
  desk.tab.dispatch("slots/update", rename("s1", "third"));
  ASSERT_EQ(desk.world.storage.size(), 2U);
  EXPECT_TRUE(desk.world.storage.contains("outbox/a:1")) << "else whoever adopts a:3 sends it first";
  EXPECT_TRUE(desk.world.storage.contains("outbox/a:3"));
  desk.world.settle();
  EXPECT_TRUE(desk.world.storage.empty());
  desk.world.expect_all_equal_to_server();
}

TEST(Signals, TraceTellsEveryEvent) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& tab = world[1];
  tab.signal({{"type", "trace"}, {"on", true}});
  world[0].dispatch("slots/create", slot("s1"));
  world.serve(world[0]);
  world.exchange(2);
  ASSERT_EQ(tab.events.size(), 2U) << "what was heard before is not looked at again";
  EXPECT_EQ(tab.events[0]["source"], "channel");
  EXPECT_EQ(tab.events[0]["verdict"], "joined");
  EXPECT_EQ(tab.events[0]["event"]["kind"], "mutation");
  EXPECT_EQ(tab.events[0]["changes"][0]["change"], "created");
  tab.receive("rubbish");
  EXPECT_EQ(tab.events.back()["verdict"], "refused");
  EXPECT_EQ(tab.events.back()["event"]["problem"]["code"], "json_invalid");
  tab.events.clear();
  tab.signal({{"type", "trace"}, {"on", false}});
  tab.dispatch("slots/create", slot("s2"));
  EXPECT_TRUE(tab.events.empty());
  Tab& leader = world[0];
  leader.signal({{"type", "trace"}, {"on", true}});
  leader.signal({{"type", "refresh"}, {"collection", "slots"}});
  world.serve(leader);
  EXPECT_EQ(leader.events.at(0)["source"], "response");
}

// ---- sign-out ---------------------------------------------------------------------------------------------------------

TEST(SignOut, WipesAndStopsEveryTab) {
  World world(Kind::feed, 2);
  world.start();
  Tab& tab = world[0];
  Tab& other = world[1];
  tab.signal({{"type", "online"}, {"online", false}});
  tab.dispatch("slots/create", slot("s1"));
  const std::string name = tab.name();
  other.dispatch("slots/create", slot("s2"));
  const OpenRequest open = other.requests.at(0);
  tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  tab.signal({{"type", "forget"}});
  EXPECT_TRUE(tab.forgotten);
  EXPECT_EQ(tab.settled.at(name)["problem"]["code"], "engine_forgotten") << "no promise waits for ever";
  EXPECT_EQ(tab.refreshed.begin()->second["code"], "engine_forgotten");
  std::vector<std::string> kinds;
  for (const Json& effect : tab.last_effects) kinds.push_back(effect["kind"]);
  const auto wipe = std::find(kinds.begin(), kinds.end(), "forgotten");
  ASSERT_NE(wipe, kinds.end());
  EXPECT_EQ(std::count(wipe, kinds.end(), "persist"), 0) << "the wipe comes after all that was to be stored";
  world.exchange();
  EXPECT_TRUE(other.forgotten);
  EXPECT_EQ(std::count(other.aborted.begin(), other.aborted.end(), open.id), 1);
  EXPECT_TRUE(other.sent.empty()) << "no echo";
  for (Tab* each : {&tab, &other}) {
    EXPECT_EQ(each->pending(), Json::array());
    EXPECT_FALSE(each->wake_at);
    EXPECT_TRUE(each->requests.empty());
  }
  EXPECT_EQ(other.respond(open, world.server.handle(open.operation)), 0U) << "a late answer writes nothing";
}

TEST(SignOut, NothingIsTakenAfterwards) {
  World world(Kind::feed, 2);
  world.start();
  world[1].dispatch("slots/create", slot("s2"));
  const std::string message = world[1].sent.at(0);
  const Json stored = {{{"key", "outbox/b:1"}, {"text", world[1].stored.at("outbox/b:1")}}};
  Tab& tab = world[0];
  tab.signal({{"type", "forget"}});
  EXPECT_EQ(tab.dispatch("slots/create", slot("s1")), mask_refused | mask_status);
  EXPECT_EQ(tab.refused_code(), "engine_forgotten");
  EXPECT_EQ(tab.load("[]"), std::uint32_t{mask_refused});
  EXPECT_EQ(tab.receive(message), 0U);
  EXPECT_EQ(tab.signal({{"type", "stored"}, {"entries", stored}}), 0U);
  EXPECT_EQ(tab.lock("client:b"), 0U);
  for (const char* type : {"start", "focus", "forget", "activity"}) EXPECT_EQ(tab.signal({{"type", type}}), 0U) << type;
  tab.now_ms += 600'000;
  EXPECT_EQ(tab.wake() & (mask_effects | mask_views), 0U);
  EXPECT_TRUE(tab.rows().empty());
}

}  // namespace
}  // namespace tablattice
