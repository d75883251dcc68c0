// What becomes of mutations and failures when their tab dies, through the engine.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/writer.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::lost;
using testing::no_poll;
using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

Json stored_signal(const std::map<std::string, std::string>& stored) {
  Json entries = Json::array();
  for (const auto& [key, text] : stored) entries.push_back({{"key", key}, {"text", text}});
  return {{"type", "stored"}, {"entries", entries}};
}

std::vector<std::string> names_in(const std::vector<Json>& operations) {
  std::vector<std::string> names;
  for (const Json& operation : operations) {
    if (operation.contains("idempotencyKey")) names.push_back(operation["idempotencyKey"]);
  }
  return names;
}

TEST(Adoption, ADeadTabsMutationsGoOutWithTheSameKeysInTheirOrder) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& dead = world[0];
  Tab& heir = world[1];
  dead.dispatch("slots/create", slot("s1"));
  dead.dispatch("slots/update", rename("s1", "second"));
  dead.dispatch("slots/update", rename("s1", "third"));
  world.exchange();
  EXPECT_FALSE(heir.locks.contains("client:a")) << "only the leader waits for others to die";
  EXPECT_TRUE(heir.requests.empty());
  world.kill(0);
  EXPECT_EQ(heir.pending().size(), 3U);
  EXPECT_EQ(heir.counter("adopted"), 3U);
  EXPECT_EQ(heir.stored.size(), 3U) << "the entries have a new owner";
  EXPECT_EQ(Json::parse(world.storage.at("outbox/a:1"))["from"], "b");
  world.serve(heir);
  EXPECT_EQ(names_in(world.server.log), (std::vector<std::string>{"a:1", "a:2", "a:3"}));
  EXPECT_EQ(heir.rows(), world.server.rows());
  EXPECT_TRUE(world.storage.empty());
}

TEST(Adoption, WhatHadReachedTheServerIsNotDoneTwice) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  world.exchange();
  world.server.handle(world[0].take_request("create").operation);
  world.kill(0);
  world.serve(world[1]);
  EXPECT_EQ(world.server.revision(), 1U);
  EXPECT_EQ(world[1].rows(), world.server.rows());
}

TEST(Adoption, WhatWasAnsweredIsNotAdopted) {
  World world(Kind::plain, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  const OpenRequest create = world[0].take_request("create");
  world[0].respond(create, world.server.handle(create.operation));
  ASSERT_EQ(world[0].sent.size(), 2U);
  world[1].receive(world[0].sent[1]);
  world[1].receive(world[0].sent[0]);
  EXPECT_EQ(world[1].row("s1"), slot("s1")) << "acknowledged before it was heard of, and folded until it is read";
  world.kill(0);
  EXPECT_FALSE(world[1].locks.contains("client:a")) << "nothing is left that somebody would have to take over";
  EXPECT_EQ(world[1].open("create"), 0U);
  EXPECT_EQ(world[1].pending(), Json::array());
}

TEST(Adoption, StorageBringsTheMutationsOfTabsThatThisOneNeverMet) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Tab& dead = world[0];
  dead.dispatch("slots/create", slot("s1"));
  dead.dispatch("slots/update", rename("s1", "second"));
  Tab& heir = world.add();
  heir.answers_scans = false;
  heir.signal({{"type", "start"}});
  EXPECT_EQ(heir.scans, 1);
  const std::uint32_t mask = heir.scan();
  EXPECT_EQ(mask & mask_views, mask_views);
  EXPECT_EQ(heir.row("s1")["text"], "second") << "shown at once, though it's not this tab's";
  EXPECT_EQ(heir.row("s1")["$pending"], true);
  EXPECT_TRUE(heir.requests.empty());
  heir.answers_scans = true;
  world.kill(0);
  EXPECT_EQ(heir.pending().at(0)["attempts"], 2) << "one by the dead tab, one by the heir";
  EXPECT_EQ(heir.pending().at(1)["attempts"], 0);
  world.serve(heir);
  EXPECT_EQ(world.server.rows().at("s1")["text"], "second");
  EXPECT_EQ(heir.rows(), world.server.rows());
}

TEST(Adoption, AnAdoptedAttemptOfUnknownFateIsTreatedAsOne) {
  World world(Kind::versioned, 1, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  world.server.handle(world[0].take_request("create").operation);
  Tab& heir = world.add();
  heir.signal({{"type", "start"}});
  world.kill(0);
  world.serve(heir);
  EXPECT_EQ(heir.failures(), Json::array()) << "the 409 was the echo of the dead tab's success";
  EXPECT_EQ(heir.rows(), world.server.rows());
}

TEST(Adoption, AnUnrepeatableAttemptIsNotSentAgain) {
  World world(Kind::versioned, 1, {{"ids", "server"}}, no_poll);
  world.server.server_ids = true;
  world.start();
  world[0].dispatch("slots/create", {{"text", "new"}});
  Tab& heir = world.add();
  heir.signal({{"type", "start"}});
  world.kill(0);
  EXPECT_EQ(heir.open("create"), 0U);
  world.serve(heir);
  EXPECT_EQ(heir.failures().at(0)["problem"]["code"], "outcome_unknown");
  EXPECT_EQ(heir.failures().at(0)["payload"]["text"], "new");
}

TEST(Adoption, AnUnsentCreateOfADeadTabIsSent) {
  World world(Kind::versioned, 1, {{"ids", "server"}}, {{"poll", false}, {"online", false}});
  world.server.server_ids = true;
  world.start();
  world[0].dispatch("slots/create", {{"text", "new"}});
  Tab& heir = world.add();
  heir.signal({{"type", "start"}});
  world.kill(0);
  heir.signal({{"type", "online"}, {"online", true}});
  world.serve(heir);
  EXPECT_EQ(world.server.rows().size(), 1U);
  EXPECT_EQ(heir.rows(), world.server.rows());
}

TEST(Adoption, FailuresAreAdoptedToo) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"), false);
  world[0].respond(world[0].take_request("create"), refusal(422));
  Tab& heir = world.add();
  heir.signal({{"type", "start"}});
  EXPECT_EQ(heir.failures(), Json::array()) << "its own tab shows it";
  EXPECT_TRUE(heir.rows().empty());
  world.kill(0);
  EXPECT_EQ(heir.failures().at(0)["problem"]["details"]["status"], 422);
  heir.signal({{"type", "retry"}, {"name", "a:1"}});
  world.serve(heir);
  EXPECT_EQ(world.server.rows().size(), 1U);
}

// Else a tab that knows only that it has ended would remove the entry of the one that told it and died.
TEST(Adoption, HowItEndedIsStoredBeforeItIsTold) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  tab.dispatch("slots/create", slot("s1"), false);
  tab.respond(tab.take_request("create"), refusal(422));
  std::vector<std::string> kinds;
  for (const Json& effect : tab.last_effects) kinds.push_back(effect["kind"]);
  ASSERT_GE(kinds.size(), 2U);
  EXPECT_EQ(kinds[0], "persist");
  EXPECT_EQ(kinds[1], "send");
}

// It returns and hears that its change has ended, from a tab whose storage was full: that one's failure dies with it.
TEST(Adoption, WhatEndedInAnotherTabsMemoryIsDecidedByTheRow) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& heir = world.leader();
  const std::size_t place = &heir == &world[0] ? 1 : 0;
  Tab& frozen = world[place];
  heir.signal(testing::force);
  world.settle();
  heir.full = true;
  frozen.full = true;
  frozen.dispatch("slots/create", slot("s1"), false);
  world.exchange();
  frozen.take_request("create");
  frozen.signal({{"type", "suspend"}});
  world.freeze(place);
  heir.respond(heir.take_request("create"), refusal(422));
  world.settle();
  frozen.full = false;
  world.thaw(place);
  frozen.signal({{"type", "start"}});
  world.pass(1'000);
  ASSERT_EQ(heir.failures().size(), 1U);
  world.kill(1 - place);
  ASSERT_EQ(frozen.failures().size(), 1U);
  EXPECT_EQ(frozen.failures().at(0)["problem"]["code"], "outcome_unknown");
  EXPECT_EQ(frozen.pending(), Json::array());
  EXPECT_EQ(world.server.count("create"), 0) << "what has ended is not sent again";
}

TEST(Adoption, AFailureThatWasDiscardedStaysDiscarded) {
  for (const char* end : {"discard", "retry"}) {
    World world(Kind::feed, 2, Json::object(), no_poll);
    world.start();
    Tab& tab = world[0];
    tab.dispatch("slots/create", slot("s1"), false);
    tab.respond(tab.take_request("create"), refusal(422));
    world[1].receive(tab.stored.at("outbox/a:1"), "storage");
    world.exchange();
    tab.signal({{"type", end}, {"name", "a:1"}});
    world.settle();
    world.kill(0);
    EXPECT_EQ(world[1].failures(), Json::array()) << end;
  }
}

TEST(Adoption, WhatAnHeirWasRefusedIsNotSentByATabThatHeardOnlyOfTheDeadOne) {
  World world(Kind::feed, 3, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"), false);
  world.exchange();
  world.kill(0);
  Tab& heir = world[1];
  heir.respond(heir.take_request("create"), refusal(422));
  ASSERT_EQ(heir.failures().size(), 1U);
  heir.sent.clear();
  Tab& third = world[2];
  EXPECT_EQ(third.rows().size(), 1U) << "as far as it knows the dead tab sends it still";
  heir.signal({{"type", "visibility"}, {"visible", false}});
  world.settle();
  EXPECT_EQ(third.status()["role"], "leader");
  EXPECT_EQ(third.counter("adopted"), 0U) << "storage holds it as the heir has ended it";
  EXPECT_EQ(world.server.count("create"), 0);
  EXPECT_TRUE(third.rows().empty());
  EXPECT_EQ(third.failures(), Json::array()) << "the heir lives and shows it";
  world.kill(1);
  EXPECT_EQ(third.failures().size(), 1U);
}

TEST(Adoption, AFailureThatTheHeirOrTheTabThatCameBackLetsGoIsLetGoByBoth) {
  for (const std::size_t user : {0U, 1U}) {
    for (const char* end : {"discard", "retry"}) {
      World world(Kind::feed, 2, Json::object(), no_poll);
      world.start();
      Tab& frozen = world[0];
      frozen.dispatch("slots/create", slot("s1"), false);
      frozen.respond(frozen.take_request("create"), refusal(422));
      world.exchange();
      frozen.signal({{"type", "suspend"}});
      ASSERT_EQ(world[1].failures().size(), 1U);
      frozen.signal({{"type", "start"}});
      EXPECT_EQ(frozen.failures().size(), 1U);
      world[user].signal({{"type", end}, {"name", "a:1"}});
      world.settle();
      Tab& other = world[1 - user];
      EXPECT_EQ(other.failures(), Json::array()) << user << end;
      EXPECT_EQ(other.signal({{"type", "retry"}, {"name", "a:1"}}) & mask_refused, mask_refused) << user << end;
      EXPECT_TRUE(world.storage.empty()) << user << end;
    }
  }
}

// Its heir could not know that, and kept the failure for it.
TEST(Adoption, AFailureThatAPromiseHasToldIsNotKeptOnceItsHeirIsGone) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& frozen = world[0];
  Tab& heir = world[1];
  frozen.signal({{"type", "online"}, {"online", false}});
  frozen.dispatch("slots/create", slot("s1"));
  world.exchange();
  frozen.signal({{"type", "suspend"}});
  const OpenRequest request = heir.take_request("create");
  frozen.signal({{"type", "start"}});
  frozen.signal({{"type", "online"}, {"online", true}});
  world.exchange();
  heir.respond(request, refusal(422));
  ASSERT_EQ(heir.failures().size(), 1U);
  world.settle();
  ASSERT_EQ(frozen.settled.at("a:1")["problem"]["code"], "rejected");
  world.kill(1);
  EXPECT_EQ(frozen.failures(), Json::array());
  EXPECT_TRUE(world.storage.empty());
}

TEST(Adoption, AFailureIsKnownToTheOtherTabsInWhateverOrderTheyHearOfIt) {
  for (const bool storage_first : {true, false}) {
    World world(Kind::feed, 2, Json::object(), no_poll);
    world.start();
    world[0].dispatch("slots/create", slot("s1"), false);
    world.exchange();
    world[0].respond(world[0].take_request("create"), refusal(422));
    const std::string failure = world[0].stored.at("outbox/a:1");
    if (storage_first) world[1].receive(failure, "storage");
    world.exchange();
    if (!storage_first) world[1].receive(failure, "storage");
    EXPECT_TRUE(world[1].rows().empty());
    world.kill(0);
    EXPECT_EQ(world[1].failures().size(), 1U) << storage_first;
  }
}

TEST(Adoption, ARefusalToldByATabThatDoesNotSendIsIgnored) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  Tab& frozen = world[0];
  Tab& heir = world[1];
  frozen.dispatch("slots/create", slot("s1"));
  world.exchange();
  const OpenRequest late = frozen.take_request("create");
  frozen.signal({{"type", "suspend"}});
  EXPECT_EQ(heir.pending().size(), 1U) << "its lock was free, so it counts as dead";
  frozen.signal({{"type", "start"}});
  frozen.respond(late, refusal(422));
  world.exchange();
  EXPECT_EQ(heir.rows().size(), 1U);
  EXPECT_EQ(heir.pending().size(), 1U);
  EXPECT_GE(heir.counter("refused"), 1U);
  world.settle();
  EXPECT_EQ(heir.rows(), world.server.rows());
}

// The heir's request was the first to arrive: the refusal of this tab's own is its echo.
TEST(Adoption, WithoutKeysAReturnedTabsRefusalMayBeTheEchoOfItsHeirsSuccess) {
  for (const bool stored : {false, true}) {
    World world(Kind::versioned, 2, Json::object(), no_poll);
    world.start();
    Tab& heir = world.leader();
    Tab& frozen = &heir == &world[0] ? world[1] : world[0];
    frozen.full = !stored;
    frozen.dispatch("slots/create", slot("s1"));
    const std::string name = frozen.pending().back()["name"];
    world.exchange();
    const OpenRequest late = frozen.take_request("create");
    frozen.signal({{"type", "suspend"}});
    const OpenRequest first = heir.take_request("create");
    world.server.handle(first.operation);
    frozen.signal({{"type", "start"}});
    frozen.respond(late, world.server.handle(late.operation));
    EXPECT_FALSE(frozen.settled.contains(name)) << "a read tells";
    heir.respond(first, lost());
    world.settle();
    world.pass(5'000);
    EXPECT_TRUE(frozen.settled.at(name)["problem"].is_null()) << stored;
    EXPECT_EQ(frozen.rows(), world.server.rows());
  }
}

TEST(Adoption, AnEntryThatCannotBeReadIsReportedAndLeftWhereItIs) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  const Json entries = {{{"key", "outbox/x:1"}, {"text", "{\"p\":"}}, {{"key", "outbox/y:1"}}, 7};
  tab.signal({{"type", "stored"}, {"entries", entries}});
  EXPECT_EQ(tab.reported("json_invalid"), 2);
  EXPECT_EQ(tab.reports.at(0)["where"], "outbox/x:1");
  for (const Json& effect : tab.last_effects) EXPECT_NE(effect["kind"], "persist");
}

TEST(Adoption, TheClockStartsFromWhatStorageHolds) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  Tab ahead(testing::tab_config("z", {{"feed", true}}, no_poll), testing::start_ms + 3'600'000);
  ahead.signal({{"type", "start"}});
  ahead.dispatch("slots/create", slot("s1"));
  Tab& tab = world[0];
  tab.signal({{"type", "start"}});
  tab.signal(stored_signal(ahead.stored));
  EXPECT_TRUE(tab.reports.empty());
  tab.dispatch("slots/update", rename("s1", "second"));
  EXPECT_EQ(tab.row("s1")["text"], "second") << "the later change is folded after the stored one";
}

}  // namespace
}  // namespace tablattice
