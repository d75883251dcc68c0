// Dead clients' mutations through the engine: tabs die, and others finish what they left.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/message.hpp"
#include "core/tabs.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

// All tabs have s1 as the server holds it.
void start_with_row(World& world) {
  world.server.put(slot("s1"));
  world.start();
  world[0].signal(testing::force);
  world.settle();
}

TEST(Orphans, ADeadFollowersChangesAreFinishedByTheLeader) {
  World world(Kind::feed, 3);
  world.start();
  Tab& dead = world[1];
  dead.signal({{"type", "online"}, {"online", false}});
  dead.dispatch("slots/create", slot("s1"));
  dead.dispatch("slots/update", rename("s1", "second"));
  world.settle();
  EXPECT_TRUE(world[0].locks.contains("client:b"));
  EXPECT_TRUE(world.server.rows().empty());
  world.kill(1);
  world.settle();
  EXPECT_EQ(world.server.rows().at("s1")["text"], "second");
  EXPECT_EQ(world[0].counter("adopted"), 2U);
  EXPECT_FALSE(world[0].locks.contains("client:b"));
  world.expect_all_equal_to_server();
  EXPECT_TRUE(world.storage.empty());
}

TEST(Orphans, AChangeOfLeaderPassesTheWatchOn) {
  World world(Kind::feed, 3);
  world.start();
  world[2].signal({{"type", "online"}, {"online", false}});
  world[2].dispatch("slots/create", slot("s1"));
  world.settle();
  world[0].signal({{"type", "stop"}});
  EXPECT_FALSE(world[0].locks.contains("client:c"));
  EXPECT_TRUE(world[1].locks.contains("client:c"));
  world.kill(2);
  world.settle();
  EXPECT_EQ(world[1].counter("adopted"), 1U);
  EXPECT_TRUE(world.server.rows().contains("s1"));
}

// Storage takes nothing of that tab, and it cannot send anything.
void create_in_memory(Tab& tab, const std::vector<std::string>& ids) {
  tab.full = true;
  tab.signal({{"type", "online"}, {"online", false}});
  for (const std::string& id : ids) tab.dispatch("slots/create", slot(id));
}

TEST(Orphans, WhatStorageNeverHeldIsTakenFromMemory) {
  World world(Kind::feed, 2);
  world.start();
  Tab& dead = world[1];
  create_in_memory(dead, {"s1"});
  world.settle();
  ASSERT_TRUE(world.storage.empty());
  EXPECT_EQ(dead.reported("storage_refused"), 1);
  world.kill(1);
  world.settle();
  EXPECT_TRUE(world.server.rows().contains("s1"));
}

// Its tab may have sent it, which nothing that storage holds can tell; the server would not know it again.
TEST(Orphans, WhatStorageNeverHeldIsNotSentOnceTheServerHasForgottenItsKey) {
  World world(Kind::feed, 2, Json::object(), {{"poll", false}, {"outbox", {{"keyMemoryMs", 1'000}}}});
  world.start();
  Tab& dead = world[1];
  create_in_memory(dead, {"s1"});
  world.settle();
  world.pass(2'000);
  world.kill(1);
  world.settle();
  EXPECT_EQ(world.server.count("create"), 0);
  world[0].signal(testing::force);
  world.settle();
  ASSERT_EQ(world[0].failures().size(), 1U);
  EXPECT_EQ(world[0].failures().at(0)["problem"]["code"], "outcome_unknown");
}

// The leader hears of the dead tab's changes by a state in parts, of which the first holds the later change.
TEST(Orphans, NothingIsTakenFromHalfAState) {
  const Json parts = {{"poll", {{"activeMs", 3'600'000}, {"sliceBytes", 1}}}};
  World world(Kind::feed, 3, {{"order", "collection"}}, parts);
  world.start();
  Tab& dead = world[2];
  create_in_memory(dead, {"s2", "s1"});
  for (const std::string& text : std::exchange(dead.sent, {})) world[1].receive(text);
  world.kill(2);
  world.settle();
  world.pass(10 * testing::beat_ms);
  ASSERT_EQ(world[0].counter("adopted"), 2U);
  const auto rows = world.server.rows();
  EXPECT_LT(rows.at("s2")["version"], rows.at("s1")["version"]);
}

// A tab that the leader never heard of took a change over, ended it, told nobody and died. Its owner finds that it is another's.
class TakenOverUnheard : public ::testing::Test {
 protected:
  TakenOverUnheard() {
    start_with_row(world);
    owner.signal({{"type", "online"}, {"online", false}});
    owner.dispatch("slots/update", rename("s1", "second"));
    name = owner.pending().at(0)["name"];
    world.settle();
    std::string& held = world.storage.at("outbox/" + name);
    Json text = Json::parse(held);
    text["from"] = "z";
    held = text.dump();
    owner.signal({{"type", "online"}, {"online", true}});
    world.storage.clear();
  }
  void expect_unknown() {
    ASSERT_TRUE(owner.settled.contains(name));
    EXPECT_EQ(owner.settled.at(name)["problem"]["code"], "outcome_unknown");
    EXPECT_TRUE(world[0].pending().empty());
  }

  World world{Kind::feed, 2, Json::object(), no_poll};
  Tab& owner = world[1];
  std::string name;
};

TEST_F(TakenOverUnheard, IsToldByItsOwner) {
  world.settle();
  world.pass(2 * testing::beat_ms);
  expect_unknown();
}

TEST_F(TakenOverUnheard, IsAskedAfterWhereThatIsLost) {
  owner.sent.clear();
  world.pass(25 * testing::beat_ms);
  expect_unknown();
}

// The first tab ended it long ago and has forgotten it, and its entry is gone; the second hears only now that it was the first's.
class EndedAndForgotten : public ::testing::Test {
 protected:
  EndedAndForgotten() {
    start_with_row(world);
    MutationEvent event;
    event.mutation = {{"z", 1}, {testing::start_ms, 0, "z"}, "slots",
                      "\"s1\"", Operation::update,           {{"text", "second"}}};
    event.owner = "a";
    event.attempts = 1;
    event.stored = true;
    late = encode_message({"y", 1, 1, testing::start_ms, {event}});
  }

  World world{Kind::versioned, 3, Json::object(), no_poll};
  std::string late;
};

TEST_F(EndedAndForgotten, IsOfUnknownFate) {
  world[1].receive(late);
  ASSERT_EQ(world[1].row("s1")["text"], "second");
  world.settle();
  world.pass(5 * testing::beat_ms);
  EXPECT_TRUE(world[0].pending().empty());
  EXPECT_TRUE(world[0].failures().empty()) << "its user was told long ago";
  world.expect_all_equal_to_server();
}

TEST_F(EndedAndForgotten, IsLeftToWhomStorageNames) {
  MutationEvent event = std::get<MutationEvent>(decode_message(late).value.events.at(0));
  event.owner.clear();
  world.storage["outbox/z:1"] = encode_message({"c", 1, 0, testing::start_ms, {event}});
  world[0].receive(late);
  EXPECT_TRUE(world[0].told("outcome").empty());
  ASSERT_EQ(world[0].told("mutation").size(), 1U);
  EXPECT_EQ(world[0].told("mutation").at(0)["owner"], "c");
}

TEST(Orphans, WhatWasStoredAndIsGoneIsOfUnknownFate) {
  World world(Kind::feed, 2);
  world.start();
  world[1].signal({{"type", "online"}, {"online", false}});
  world[1].dispatch("slots/create", slot("s1"));
  world.settle();
  world.storage.clear();
  world.kill(1);
  world.settle();
  EXPECT_EQ(world.server.count("create"), 0) << "somebody may have ended it";
  EXPECT_EQ(world[0].failures().at(0)["problem"]["code"], "outcome_unknown");
  EXPECT_EQ(world[0].failures().at(0)["payload"], slot("s1"));
  EXPECT_TRUE(world[0].rows().empty());
}

TEST(Orphans, AFailureThatStorageRefusedIsKeptByTheHeirsHeir) {
  World world(Kind::feed, 3);
  start_with_row(world);
  world[0].signal({{"type", "online"}, {"online", false}});
  world[0].dispatch("slots/update", rename("s1", "second"));
  const std::string name = world[0].name();
  world.exchange();
  world.server.remove("s1");
  world[1].full = true;
  world.kill(0);
  world.settle();
  ASSERT_EQ(world[1].failures().size(), 1U);
  ASSERT_EQ(Json::parse(world.storage.at(outbox_key(MutationName::from_text(name).value)))["from"], "a");
  world.kill(1);
  world.settle();
  ASSERT_EQ(world[2].failures().size(), 1U);
  EXPECT_EQ(world[2].failures().at(0)["name"], name);
  EXPECT_EQ(Json::parse(world.storage.at(outbox_key(MutationName::from_text(name).value)))["from"], "c");
}

// The owner cannot store what it was told: the heir's text stands there.
TEST(Orphans, ARefusalOfWhatItsHeirKeepsAsOfUnknownFateIsKeptByTheHeir) {
  World world(Kind::plain, 2, {{"ids", "server"}}, no_poll);
  world.start();
  Tab& owner = world.leader();
  Tab& heir = &owner == &world[0] ? world[1] : world[0];
  owner.dispatch("slots/create", {{"text", "new"}}, false);
  const std::string name = owner.name();
  const testing::OpenRequest late = owner.take_request("create");
  world.exchange();
  owner.signal({{"type", "suspend"}});
  owner.signal({{"type", "start"}});
  owner.respond(late, testing::refusal(422));
  world.exchange();
  world.kill(&owner == &world[0] ? 0 : 1);
  ASSERT_EQ(heir.failures().size(), 1U);
  EXPECT_EQ(heir.failures().at(0)["name"], name);
  EXPECT_EQ(heir.failures().at(0)["problem"]["code"], "rejected");
  EXPECT_EQ(world.storage.size(), 1U);
}

// Each would tell the other again and again whose it is.
TEST(Orphans, WhoKeepsAFailureIsItsOwnerWhateverComesLate) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"), false);
  world[0].respond(world[0].take_request("create"), testing::refusal(422));
  world.exchange();
  const std::string late = world.storage.at("outbox/a:1");
  world[0].signal({{"type", "suspend"}});
  Tab& heir = world[1];
  ASSERT_EQ(heir.failures().size(), 1U);
  world[0].signal({{"type", "start"}});
  heir.receive(late, "storage");
  heir.sent.clear();
  MutationEvent told = std::get<MutationEvent>(decode_message(late).value.events.at(0));
  told.owner = "b";
  heir.receive(encode_message({"c", 1, 1, testing::start_ms, {told}}));
  EXPECT_TRUE(heir.told("mutation").empty());
}

// An older message of its first owner's comes late.
TEST(Orphans, AFailureThatATabOfANewerProtocolHasByNowIsLeftToIt) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"), false);
  world[0].respond(world[0].take_request("create"), testing::refusal(422));
  world.exchange();
  const std::string late = world.storage.at("outbox/a:1");
  world.kill(0);
  Tab& heir = world[1];
  ASSERT_EQ(heir.failures().size(), 1U);
  world.storage["outbox/a:1"] = R"({"p":2})";
  heir.signal({{"type", "suspend"}});
  heir.receive(late, "storage");
  heir.signal({{"type", "start"}});
  world.settle();
  EXPECT_EQ(world.storage.at("outbox/a:1"), R"({"p":2})");
  EXPECT_EQ(heir.failures().size(), 1U);
}

// Its tab stands still: it may yet have to tell its user, and knows by its entry that nobody else has.
TEST(Orphans, TheEntryOfWhatHasEndedIsRemovedOnceItsTabIsDead) {
  for (const bool locks : {true, false}) {
    World world(Kind::feed, 2, Json::object(), {{"locks", locks}});
    world.start();
    world.pass(1'000);
    const std::size_t place = &world.leader() == &world[0] ? 1 : 0;
    Tab& owner = world[place];
    owner.dispatch("slots/create", slot("s1"), false);
    const std::string key = outbox_key(MutationName::from_text(owner.name()).value);
    world.exchange();
    world.server.handle(owner.take_request("create").operation);
    world.freeze(place);
    Tab& leader = world[1 - place];
    leader.signal(testing::force);
    world.settle();
    ASSERT_EQ(leader.pending(), Json::array()) << "the feed names it";
    leader.scan();
    EXPECT_TRUE(world.storage.contains(key)) << locks;
    world.kill(place);
    if (!locks) world.pass((silent_beats_max + 2 * static_cast<std::int64_t>(scan_beats)) * testing::beat_ms, 500);
    world.settle();
    EXPECT_TRUE(world.storage.empty()) << locks;
  }
}

TEST(Orphans, WithoutLocksASilentTabIsTakenForDead) {
  World world(Kind::feed, 2, Json::object(), {{"locks", false}});
  world.start();
  world.pass(1'000);
  const std::size_t dead = world[0].status()["role"] == "leader" ? 1 : 0;
  world[dead].signal({{"type", "online"}, {"online", false}});
  world[dead].dispatch("slots/create", slot("s1"));
  world.settle();
  world.kill(dead);
  world.pass(testing::beat_ms * (silent_beats_max - 2), 500);
  EXPECT_TRUE(world.server.rows().empty());
  world.pass(5 * testing::beat_ms, 500);
  EXPECT_TRUE(world.server.rows().contains("s1"));
  EXPECT_EQ(world.leader().counter("adopted"), 1U);
}

TEST(Orphans, WithoutLocksAHiddenTabThatStillSpeaksIsNot) {
  World world(Kind::feed, 2, Json::object(), {{"locks", false}});
  world.start();
  world.pass(1'000);
  const std::size_t other = world[0].status()["role"] == "leader" ? 1 : 0;
  world[other].signal({{"type", "visibility"}, {"visible", false}});
  world[other].signal({{"type", "online"}, {"online", false}});
  world[other].dispatch("slots/create", slot("s1"));
  // A browser wakes it once a minute.
  for (int minute = 0; minute < 10; ++minute) {
    world.freeze(other);
    world.pass(59'000, 500);
    world.thaw(other);
    world.pass(1'000, 500);
  }
  EXPECT_EQ(world[1 - other].counter("adopted"), 0U);
  EXPECT_EQ(world[other].pending().size(), 1U);
}

}  // namespace
}  // namespace tablattice
