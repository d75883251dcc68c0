// Before each send the host looks whether storage still holds the request's entry: what is gone or another's is not sent.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/writer.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::lost;
using testing::OpenRequest;
using testing::quiet;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

// One started tab on a feed that holds s1.
class WriterGuardTest : public ::testing::Test {
 protected:
  WriterGuardTest() {
    world.server.put(slot("s1"));
    world.start();
    tab.signal(testing::force);
    world.serve(tab);
    tab.sent.clear();
    // The others live, so their locks are never granted.
    tab.on_lock = [](Tab& own, const std::string& lock, bool) {
      if (lock != "client:z") own.lock(lock);
    };
  }

  OpenRequest write() {
    tab.dispatch("slots/update", rename("s1", "second"));
    name = tab.pending().back()["name"];
    return tab.take_request("update");
  }
  // The entry as another tab would have rewritten it.
  Json theirs(const OpenRequest& request) {
    Json message = Json::parse(request.entry["next"].get<std::string>());
    message["from"] = "z";
    return dump_json(message);
  }
  void told_by_z(const SyncEvent& event) { tab.receive(encode_message({"z", 1, ++n, tab.now_ms, {event}})); }
  OutcomeEvent outcome(OutcomeEvent::Kind kind) {
    OutcomeEvent event;
    event.kind = kind;
    event.name = MutationName::from_text(name).value;
    event.collection = "slots";
    event.key = "\"s1\"";
    event.stamp = {tab.now_ms, 9, "z"};
    return event;
  }

  World world{Kind::feed, 1, Json::object(), quiet};
  Tab& tab = world[0];
  std::string name;
  std::uint64_t n = 0;
};

TEST_F(WriterGuardTest, ARequestNamesTheEntryAsItIsAndAsItWillBe) {
  const OpenRequest request = write();
  EXPECT_EQ(request.entry["key"], "outbox/a:1");
  EXPECT_EQ(Json::parse(request.entry["text"].get<std::string>())["events"][0].value("attempts", 0), 0);
  EXPECT_EQ(Json::parse(request.entry["next"].get<std::string>())["events"][0]["attempts"], 1)
      << "counted in the same step";
  EXPECT_EQ(world.storage.at("outbox/a:1"), request.entry["next"]);
  tab.respond(request, lost());
  tab.advance(500);
  const OpenRequest again = tab.take_request("update");
  EXPECT_EQ(again.entry["text"], request.entry["next"]);
}

TEST_F(WriterGuardTest, ReadsNameNone) {
  tab.signal(testing::force);
  EXPECT_TRUE(tab.take_request("changes").entry.is_null());
}

TEST_F(WriterGuardTest, WhatIsAnothersIsNotThisTabsAnyMore) {
  const OpenRequest request = write();
  const std::string text = theirs(request);
  world.storage["outbox/" + name] = text;
  tab.displace(request, text);
  EXPECT_EQ(tab.pending(), Json::array());
  EXPECT_EQ(tab.open("update"), 0U);
  EXPECT_EQ(tab.row("s1")["text"], "second");
  EXPECT_EQ(tab.row("s1")["$pending"], true) << "the other tab sends it";
  EXPECT_EQ(world.storage.at("outbox/" + name), text);
  EXPECT_TRUE(tab.settled.empty()) << "the promise waits";
  OutcomeEvent acked = outcome(OutcomeEvent::Kind::acked);
  acked.row = slot("s1", {{"text", "second"}, {"version", 2}});
  told_by_z(acked);
  EXPECT_TRUE(tab.settled.at(name)["problem"].is_null());
  EXPECT_EQ(tab.settled.at(name)["row"]["version"], 2);
  EXPECT_EQ(world.storage.at("outbox/" + name), text) << "its owner removes it";
}

TEST_F(WriterGuardTest, WhereOneIsAnothersTheRestIsLookedForAtOnce) {
  const OpenRequest request = write();
  tab.dispatch("slots/update", rename("s1", "third"));
  const std::string later = "outbox/" + tab.pending().back()["name"].get<std::string>();
  Json taken = Json::parse(world.storage.at(later));
  taken["from"] = "z";
  world.storage[later] = dump_json(taken);
  tab.displace(request, theirs(request));
  world.pass(10);
  EXPECT_TRUE(tab.pending().empty()) << "nothing is left to send";
}

TEST_F(WriterGuardTest, ARefusalToldByItsNewOwnerRejectsThePromise) {
  const OpenRequest request = write();
  tab.displace(request, theirs(request));
  OutcomeEvent rejected = outcome(OutcomeEvent::Kind::rejected);
  rejected.problem = {{"code", "rejected"}, {"message", "Too short."}};
  told_by_z(rejected);
  EXPECT_EQ(tab.settled.at(name)["problem"]["message"], "Too short.");
  EXPECT_EQ(tab.row("s1")["text"], "first");
  EXPECT_EQ(tab.failures(), Json::array());
}

TEST_F(WriterGuardTest, WithoutPromiseTheNewOwnersRefusalIsItsOwnMatter) {
  tab.dispatch("slots/update", rename("s1", "second"), false);
  name = tab.name();
  const OpenRequest request = tab.take_request("update");
  tab.displace(request, theirs(request));
  OutcomeEvent rejected = outcome(OutcomeEvent::Kind::rejected);
  rejected.problem = {{"code", "rejected"}, {"message", "Too short."}};
  told_by_z(rejected);
  EXPECT_EQ(tab.failures(), Json::array()) << "it is kept once, by the tab that sent it";
  EXPECT_TRUE(tab.settled.empty());
}

TEST_F(WriterGuardTest, AStorageThatWasEmptiedIsFilledAgain) {
  const OpenRequest request = write();
  world.storage.clear();
  tab.displace(request, nullptr);
  const OpenRequest again = tab.take_request("update");
  EXPECT_EQ(world.storage.at("outbox/" + name), again.entry["next"]);
  EXPECT_EQ(again.operation["attempt"], 1) << "the first one was not sent";
  tab.respond(again, world.server.handle(again.operation));
  world.expect_all_equal_to_server();
}

TEST_F(WriterGuardTest, AnOlderTextOfItsOwnIsWrittenOver) {
  const OpenRequest first = write();
  tab.respond(first, lost());
  tab.advance(500);
  const OpenRequest second = tab.take_request("update");
  world.storage["outbox/" + name] = first.entry["text"];
  tab.displace(second, first.entry["text"]);
  const OpenRequest third = tab.take_request("update");
  EXPECT_EQ(third.operation["attempt"], 2);
  EXPECT_EQ(world.storage.at("outbox/" + name), third.entry["next"]);
}

TEST_F(WriterGuardTest, AStorageThatKeepsNothingIsDoneWithout) {
  OpenRequest request = write();
  int sends = 1;
  while (!request.entry.is_null() && sends < 10) {
    world.storage.clear();
    tab.displace(request, nullptr);
    request = tab.take_request("update");
    ++sends;
  }
  EXPECT_LE(sends, 3);
  tab.respond(request, world.server.handle(request.operation));
  world.expect_all_equal_to_server();
}

TEST_F(WriterGuardTest, WhatStorageRefusesRunsFromMemory) {
  tab.full = true;
  tab.sent.clear();
  const OpenRequest request = write();
  EXPECT_TRUE(request.entry.is_null()) << "it was never stored, so nothing is compared";
  EXPECT_GE(tab.reported("storage_refused"), 1);
  EXPECT_TRUE(world.storage.empty());
  const std::vector<Json> told = tab.told("mutation");
  EXPECT_FALSE(told.back().contains("stored")) << "so that nobody takes its missing key for an end";
  tab.respond(request, world.server.handle(request.operation));
  world.expect_all_equal_to_server();
  EXPECT_TRUE(tab.settled.at(name)["problem"].is_null());
}

// Two tabs took it over, for one had not heard of the other: the storage of the first was full, so the second has it.
TEST_F(WriterGuardTest, WhatRunsFromMemoryBelongsToWhomStorageNames) {
  tab.full = true;
  write();
  EXPECT_EQ(tab.open("update"), 0U) << "it is under way";
  MutationEvent claim = std::get<MutationEvent>(event_from_json(tab.told("mutation").front(), "").value);
  claim.owner = "z";
  told_by_z(claim);
  EXPECT_EQ(tab.pending().size(), 1U) << "storage does not say so";
  const std::string text = encode_message({"z", 1, 0, tab.now_ms, {claim}});
  world.storage["outbox/" + name] = text;
  told_by_z(claim);
  EXPECT_EQ(tab.pending(), Json::array());
  EXPECT_EQ(tab.aborted.size(), 1U) << "the other's request has the same key, and so the same answer";
  EXPECT_EQ(world.storage.at("outbox/" + name), text);
  OutcomeEvent rejected = outcome(OutcomeEvent::Kind::rejected);
  rejected.problem = {{"code", "rejected"}, {"message", "Too short."}};
  told_by_z(rejected);
  EXPECT_EQ(tab.settled.at(name)["problem"]["message"], "Too short.");
}

TEST_F(WriterGuardTest, AfterAFreezeWhatIsGoneMayHaveBeenEndedByAnother) {
  OpenRequest request = write();
  tab.signal({{"type", "suspend"}});
  tab.signal({{"type", "start"}});
  world.storage.clear();
  tab.respond(request, lost());
  tab.advance(500);
  EXPECT_EQ(tab.open("update"), 0U);
  EXPECT_EQ(tab.pending(), Json::array());
  EXPECT_TRUE(tab.settled.empty());
  world.settle();
  EXPECT_EQ(world.server.count("update"), 0) << "a second sender could apply it twice";
  EXPECT_EQ(tab.settled.at(name)["problem"]["code"], "outcome_unknown");
}

TEST_F(WriterGuardTest, AfterAFreezeAReadShowsThatAnotherHasEndedIt) {
  OpenRequest request = write();
  tab.signal({{"type", "suspend"}});
  world.server.handle(request.operation);
  world.storage.clear();
  tab.signal({{"type", "start"}});
  tab.respond(request, lost());
  tab.advance(500);
  world.settle();
  EXPECT_TRUE(tab.settled.at(name)["problem"].is_null());
  EXPECT_EQ(world.server.revision(), 2U);
  world.expect_all_equal_to_server();
}

// It would go out when the page goes on, while another tab, which holds this one's lock by then, is taking it over.
TEST_F(WriterGuardTest, WhatHasNotLeftBeforeAFreezeWaitsForTheTabsOwnLock) {
  const OpenRequest request = write();
  const auto held = [&]() -> std::string& { return world.storage["outbox/" + name]; };
  held() = request.entry["text"];  // the application is still making the headers
  tab.on_lock = [](Tab&, const std::string&, bool) {};
  tab.signal({{"type", "suspend"}});
  EXPECT_NE(held(), request.entry["text"]) << "the host finds that it must not leave";
  EXPECT_EQ(Json::parse(held())["from"], "a");
  EXPECT_EQ(Json::parse(held())["events"][0].value("attempts", 0), 0) << "nobody has sent it";
  tab.signal({{"type", "start"}});
  const std::string kept = held();
  tab.displace(request, kept);
  EXPECT_EQ(tab.open("update"), 0U);
  tab.lock("client:a");
  EXPECT_EQ(tab.take_request("update").entry["text"], kept);
}

TEST_F(WriterGuardTest, WhatHasLeftBeforeAFreezeStaysCounted) {
  const OpenRequest request = write();
  tab.signal({{"type", "suspend"}});
  EXPECT_EQ(world.storage.at("outbox/" + name), request.entry["next"]);
}

TEST_F(WriterGuardTest, ALateWordAboutAnEndedRequestIsDropped) {
  const OpenRequest request = write();
  tab.respond(request, world.server.handle(request.operation));
  EXPECT_EQ(tab.displace(request, nullptr) & (mask_views | mask_effects), 0U);
  world.expect_all_equal_to_server();
}

TEST(WriterGuard, WhatWasChangedBeforeItsLockWasItsOwnAgainMayHaveBeenEndedByAnother) {
  World world(Kind::plain, 1, Json::object(), testing::no_poll);
  world.server.put(slot("s1"));
  world.start();
  Tab& tab = world[0];
  tab.signal(testing::force);
  world.settle();
  tab.signal({{"type", "suspend"}});
  tab.on_lock = [](Tab&, const std::string&, bool) {};
  tab.signal({{"type", "start"}});
  tab.dispatch("slots/update", rename("s1", "second"));
  EXPECT_EQ(tab.open("update"), 0U) << "another tab holds its lock, and takes over what is stored";
  tab.lock("client:a");
  const OpenRequest request = tab.take_request("update");
  world.storage.clear();
  tab.displace(request, nullptr);
  EXPECT_EQ(tab.open("update"), 0U) << "a second sender could apply it twice";
  EXPECT_EQ(tab.pending(), Json::array());
}

// The whole story: frozen with work, taken over, thawed.
TEST(WriterGuard, AFrozenTabsWorkIsDoneOnceThoughBothThinkItTheirs) {
  for (const Kind kind : {Kind::feed, Kind::versioned, Kind::plain}) {
    World world(kind, 2);
    world.server.put(slot("s1"));
    world.start();
    Tab& frozen = world[0];
    frozen.signal({{"type", "online"}, {"online", false}});
    frozen.dispatch("slots/update", rename("s1", "second"));
    const std::string name = frozen.name();
    frozen.dispatch("slots/create", slot("s2"));
    world.settle();
    frozen.signal({{"type", "suspend"}});
    world.freeze(0);
    world.pass(5'000);
    EXPECT_EQ(world[1].counter("adopted"), 2U);
    frozen.sent.clear();
    world.thaw(0);
    frozen.signal({{"type", "online"}, {"online", true}});
    frozen.signal({{"type", "start"}});
    world.pass(10'000);
    EXPECT_EQ(world.server.count("update"), 1);
    EXPECT_EQ(world.server.count("create"), 1);
    EXPECT_TRUE(frozen.settled.at(name)["problem"].is_null());
    world.expect_all_equal_to_server();
    EXPECT_TRUE(world.storage.empty());
  }
}

}  // namespace
}  // namespace tablattice
