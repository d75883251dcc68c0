// Two tabs may have sent one mutation without knowing of each other: then one's answer does not tell the other's fate.
#include <gtest/gtest.h>

#include <string>

#include "core/message.hpp"
#include "core/writer.hpp"
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

const Json offline = {{"type", "online"}, {"online", false}};
const Json online = {{"type", "online"}, {"online", true}};
const Json suspend = {{"type", "suspend"}};
const Json start = {{"type", "start"}};

// Two started tabs on a backend without keys that holds s1; the first one changes it.
struct Couple {
  explicit Couple(Kind kind = Kind::plain, const Json& more = no_poll, const Json& slots = Json::object())
      : world(kind, 2, slots, more) {
    world.server.put(slot("s1"));
    world.start();
    owner.signal(testing::force);
    world.settle();
  }
  void change() {
    owner.dispatch("slots/update", rename("s1", "second"));
    name = owner.pending().at(0)["name"];
    world.exchange();
  }
  // It cannot be sent yet.
  void change_offline() {
    owner.signal(offline);
    change();
  }
  // Another tab takes it over, brings it to the server and dies; nothing of this is heard.
  void heir_does_it() {
    owner.signal(suspend);
    world.serve(heir);
    heir.sent.clear();
    world.kill(1);
  }
  void thaw() {
    owner.signal(start);
    owner.signal(online);
  }
  // Another tab takes it over, and storage refuses what it writes. So the owner, back from a freeze, finds its own text and
  // sends it, which the heir has not done.
  void send_beside_heir() {
    change_offline();
    heir.signal(offline);
    heir.full = true;
    owner.signal(suspend);
    world.exchange();
    thaw();
  }
  void refused_beside_heir() {
    send_beside_heir();
    world.exchange();
    owner.respond(owner.take_request("update"), refusal(409));
    heir.full = false;
  }

  World world;
  Tab& owner = world[0];
  Tab& heir = world[1];
  std::string name;
};

TEST(WriterContested, ARefusalThatWasOnItsWayThroughAFreezeDoesNotTellWhatAnHeirsRequestDoes) {
  for (const Kind kind : {Kind::versioned, Kind::plain}) {
    Couple couple(kind);
    couple.change();
    const OpenRequest late = couple.owner.take_request("update");
    couple.owner.signal(suspend);
    ASSERT_EQ(couple.heir.open("update"), 1U);
    couple.owner.signal(start);
    couple.owner.respond(late, refusal(404));
    EXPECT_TRUE(couple.owner.settled.empty()) << "the heir's request is under way";
    couple.world.settle();
    EXPECT_EQ(couple.world.server.rows().at("s1")["text"], "second");
    EXPECT_TRUE(couple.owner.settled.at(couple.name)["problem"].is_null());
    couple.world.expect_all_equal_to_server();
  }
}

// A conflict is told with the server's row. When that had been read, another tab had brought the change to the server.
TEST(WriterContested, AConflictThatWasOnItsWayThroughAFreezeIsNotToldWhereAnHeirHasDoneIt) {
  for (const bool read_failed : {false, true}) {
    Couple couple(Kind::versioned, no_poll, {{"ifMatch", true}, {"conflict", "reject"}});
    couple.change();
    couple.owner.respond(couple.owner.take_request("update"), refusal(412));
    const OpenRequest read = couple.owner.take_request("read");
    const testing::Reply row = couple.world.server.handle(read.operation);
    if (read_failed) couple.owner.respond(read, refusal(503));
    couple.owner.signal(suspend);
    couple.world.serve(couple.heir);
    ASSERT_EQ(couple.world.server.count("update"), 1);
    couple.owner.signal(start);
    read_failed ? couple.owner.advance(60'000) : couple.owner.respond(read, row);
    EXPECT_EQ(couple.owner.open("read"), 0U);
    EXPECT_TRUE(couple.owner.settled.empty()) << read_failed;
    couple.world.settle();
    EXPECT_TRUE(couple.owner.settled.at(couple.name)["problem"].is_null()) << read_failed;
    couple.world.expect_all_equal_to_server();
  }
}

TEST(WriterContested, AConflictThatWasOnItsWayThroughAFreezeIsToldWhereNobodyElseHasSentIt) {
  Couple couple(Kind::versioned, no_poll, {{"ifMatch", true}, {"conflict", "reject"}});
  couple.world.kill(1);
  couple.change();
  couple.owner.respond(couple.owner.take_request("update"), refusal(412));
  couple.owner.signal(suspend);
  couple.owner.signal(start);
  couple.world.settle();
  EXPECT_EQ(couple.owner.settled.at(couple.name)["problem"]["code"], "conflict");
  couple.world.expect_all_equal_to_server();
}

// It was asleep for a moment without being told so, between the look at storage and the read.
TEST(WriterContested, AConflictIsNotToldOnceAnHeirHasTakenTheChangeOver) {
  Couple couple(Kind::versioned, no_poll, {{"ifMatch", true}, {"conflict", "reject"}});
  couple.change();
  couple.owner.respond(couple.owner.take_request("update"), refusal(412));
  const OpenRequest read = couple.owner.take_request("read");
  const testing::Reply row = couple.world.server.handle(read.operation);
  std::string& held = couple.world.storage.at("outbox/" + couple.name);
  Json text = Json::parse(held);
  text["from"] = "b";
  held = text.dump();
  couple.owner.receive(held, "storage");
  couple.owner.respond(read, row);
  EXPECT_TRUE(couple.owner.settled.empty()) << "it is the heir's to tell";
  EXPECT_EQ(couple.owner.open("read"), 0U);
}

// Storage had refused its entry, and names a third tab, which has found a dead one's text there.
TEST(WriterContested, AConflictOfWhatRunsFromMemoryIsNotToldWhereStorageNamesAnother) {
  Couple couple(Kind::versioned, no_poll, {{"ifMatch", true}, {"conflict", "reject"}});
  couple.owner.full = true;
  couple.change();
  couple.owner.full = false;
  const std::string key = "outbox/" + couple.name;
  MutationEvent theirs;
  theirs.mutation = {
      MutationName::from_text(couple.name).value, {couple.owner.now_ms, 0, "z"}, "slots", "\"s1\"", Operation::update,
      rename("s1", "second")["changes"]};
  theirs.stored = true;
  couple.world.storage[key] = encode_message({"z", 1, 0, couple.owner.now_ms, {theirs}});
  couple.owner.respond(couple.owner.take_request("update"), refusal(412));
  const OpenRequest read = couple.owner.take_request("read");
  couple.owner.receive(couple.world.storage[key], "storage");
  couple.owner.respond(read, couple.world.server.handle(read.operation));
  EXPECT_TRUE(couple.owner.settled.empty());
  EXPECT_EQ(couple.owner.open("update"), 0U);
}

TEST(WriterContested, AnHeirThatHasNotSentItBelievesItsOwnersRefusal) {
  Couple couple;
  couple.refused_beside_heir();
  couple.world.exchange();
  couple.heir.signal(online);
  EXPECT_EQ(couple.heir.open("update"), 0U);
  couple.world.settle();
  couple.world.expect_all_equal_to_server();
}

// An outdated tab hears nobody, so not that its heir has sent it too.
TEST(WriterContested, ARefusalIsDoubtedByWhoHearsOfNoHeir) {
  Couple couple;
  couple.send_beside_heir();
  couple.owner.receive(R"({"p":2,"from":"n"})");
  couple.heir.signal(online);
  couple.world.exchange();
  couple.owner.respond(couple.owner.take_request("update"), refusal(409));
  EXPECT_TRUE(couple.owner.settled.empty());
  couple.world.serve(couple.owner);
  EXPECT_EQ(couple.owner.settled.at(couple.name)["problem"]["code"], "outcome_unknown");
}

TEST(WriterContested, AnHeirThatHasNotSentItBelievesThatItsUserLetItGo) {
  Couple couple;
  couple.refused_beside_heir();
  couple.owner.sent.clear();
  OutcomeEvent let_go;
  let_go.kind = OutcomeEvent::Kind::rejected;
  let_go.name = MutationName::from_text(couple.name).value;
  let_go.collection = "slots";
  let_go.key = "\"s1\"";
  let_go.stamp = {couple.owner.now_ms, 9, let_go.name.client};
  couple.heir.receive(encode_message({let_go.name.client, 1, 9, couple.owner.now_ms, {let_go}}));
  couple.heir.signal(online);
  EXPECT_EQ(couple.heir.open("update"), 0U);
  EXPECT_EQ(couple.heir.failures(), Json::array());
}

TEST(WriterContested, ItsLastAttemptTurnedAwayDoesNotTellWhatAnHeirsRequestDoes) {
  Couple couple(Kind::feed, {{"poll", false}, {"outbox", {{"attemptsMax", 1}}}});
  couple.change();
  const OpenRequest late = couple.owner.take_request("update");
  couple.owner.signal(suspend);
  couple.owner.signal(start);
  couple.owner.respond(late, refusal(429));
  EXPECT_TRUE(couple.owner.settled.empty()) << "keys do not help: the heir's attempt may be carried out";
  couple.world.settle();
  EXPECT_TRUE(couple.owner.settled.at(couple.name)["problem"].is_null());
  couple.world.expect_all_equal_to_server();
}

// Storage refuses both, so it holds the owner's text still, while the heir sends it from memory.
TEST(WriterContested, ItsLastAttemptTurnedAwayDoesNotTellWhatAnHeirDoesFromMemory) {
  Couple couple(Kind::feed, {{"poll", false}, {"outbox", {{"attemptsMax", 2}}}}, {{"feed", true}, {"ifMatch", true}});
  couple.heir.full = true;
  couple.change_offline();
  couple.owner.signal(suspend);
  const OpenRequest again = couple.heir.take_request("update");
  couple.heir.sent.clear();
  couple.owner.full = true;
  couple.thaw();
  couple.owner.respond(couple.owner.take_request("update"), refusal(412));
  const OpenRequest read = couple.owner.take_request("read");
  couple.owner.respond(read, couple.world.server.handle(read.operation));
  couple.owner.respond(couple.owner.take_request("update"), refusal(429));
  EXPECT_TRUE(couple.owner.settled.empty());
  couple.heir.respond(again, couple.world.server.handle(again.operation));
  couple.world.settle();
  EXPECT_TRUE(couple.owner.settled.at(couple.name)["problem"].is_null());
  couple.world.expect_all_equal_to_server();
}

// A read that does not show it says nothing while its heir has yet to bring it to the server.
TEST(WriterContested, ItsLastAttemptLostDoesNotEndWhatItsHeirHasYetToSend) {
  for (const int status : {0, 404}) {
    const Kind kind = status == 0 ? Kind::feed : Kind::plain;
    Couple couple(kind, {{"poll", false}, {"outbox", {{"attemptsMax", 1}}}});
    couple.change();
    const OpenRequest late = couple.owner.take_request("update");
    couple.owner.signal(suspend);
    const OpenRequest again = couple.heir.take_request("update");
    couple.owner.signal(start);
    couple.owner.respond(late, status == 0 ? testing::lost() : refusal(status));
    couple.world.settle();
    couple.heir.signal(testing::force);
    couple.world.settle();
    EXPECT_EQ(couple.owner.row("s1")["text"], "second") << status;
    EXPECT_TRUE(couple.owner.settled.empty()) << status;
    couple.heir.respond(again, couple.world.server.handle(again.operation));
    couple.world.settle();
    EXPECT_TRUE(couple.owner.settled.at(couple.name)["problem"].is_null()) << status;
    couple.world.expect_all_equal_to_server();
  }
}

TEST(WriterContested, ItsLastAttemptLostEndsWhatNobodyElseHas) {
  Couple couple(Kind::feed, {{"poll", false}, {"outbox", {{"attemptsMax", 1}}}});
  couple.world.kill(1);
  couple.change();
  const OpenRequest late = couple.owner.take_request("update");
  couple.owner.signal(suspend);
  couple.owner.signal(start);
  couple.owner.respond(late, testing::lost());
  couple.world.settle();
  EXPECT_EQ(couple.owner.settled.at(couple.name)["problem"]["code"], "outcome_unknown");
  couple.world.expect_all_equal_to_server();
}

TEST(WriterContested, AfterAFreezeNobodyKnowsWhatAnotherDidFromMemory) {
  Couple couple;
  couple.owner.full = true;
  couple.heir.full = true;
  couple.change_offline();
  couple.heir_does_it();
  ASSERT_EQ(couple.world.server.count("update"), 1);
  couple.world.server.remove("s1");
  couple.thaw();
  couple.owner.respond(couple.owner.take_request("update"), refusal(404));
  couple.world.settle();
  EXPECT_EQ(couple.owner.settled.at(couple.name)["problem"]["code"], "outcome_unknown");
  couple.world.expect_all_equal_to_server();
}

// Storage refused what would tell that the heir has it, and how often it was sent: it holds the owner's text still.
TEST(WriterContested, AnHeirTellsOfAttemptsThatStorageDidNotCount) {
  Couple couple;
  couple.heir.full = true;
  couple.change_offline();
  couple.owner.signal(suspend);
  couple.world.server.handle(couple.heir.take_request("update").operation);
  couple.world.server.remove("s1");
  couple.thaw();
  const OpenRequest again = couple.owner.take_request("update");
  couple.world.exchange();
  couple.owner.respond(again, refusal(404));
  couple.world.settle();
  EXPECT_EQ(couple.owner.settled.at(couple.name)["problem"]["code"], "outcome_unknown");
}

// The same, but the owner, which heard nothing while it was frozen, has it back from another tab that died: whoever runs it
// from memory hears that it is another's, and says what it has done.
TEST(WriterContested, WhoGivesItAwayTellsOfAttemptsThatStorageDidNotCount) {
  World world(Kind::plain, 3, Json::object(), no_poll);
  world.server.put(slot("s1"));
  world.start();
  Tab& owner = world[0];
  Tab& memory = world[2];
  owner.signal(testing::force);
  world.settle();
  for (const std::size_t index : {0U, 1U}) world[index].signal(offline);
  owner.dispatch("slots/update", rename("s1", "second"));
  const std::string name = owner.name();
  world.exchange();
  owner.signal(suspend);
  world.exchange();
  ASSERT_NE(world.storage.at("outbox/" + name).find(R"("from":"b")"), std::string::npos);
  memory.full = true;
  world.kill(1);
  world.server.handle(memory.take_request("update").operation);
  world.server.remove("s1");
  memory.sent.clear();
  memory.signal(suspend);
  owner.signal(start);
  owner.signal(online);
  ASSERT_EQ(owner.open("update"), 1U) << "it has it from the dead one: storage names that one";
  const OpenRequest again = owner.take_request("update");
  memory.signal(start);
  world.exchange();
  owner.respond(again, refusal(404));
  world.settle();
  EXPECT_EQ(owner.settled.at(name)["problem"]["code"], "outcome_unknown");
}

TEST(WriterContested, AfterAFreezeStorageTellsThatNobodyElseHasSentIt) {
  Couple couple;
  couple.world.kill(1);
  couple.change_offline();
  couple.owner.signal(suspend);
  couple.world.server.remove("s1");
  couple.thaw();
  couple.world.settle();
  EXPECT_EQ(couple.owner.settled.at(couple.name)["problem"]["code"], "rejected");
  couple.world.expect_all_equal_to_server();
}

// Both kept it as of unknown fate, and the user of the other one let it go.
TEST(WriterContested, WhatIsOfUnknownFateAndLetGoElsewhereIsNoRefusal) {
  World world(Kind::plain, 1, {{"ids", "server"}}, no_poll);
  world.start();
  Tab& tab = world[0];
  tab.dispatch("slots/create", {{"text", "new"}});
  const std::string name = tab.name();
  const std::string key = tab.key();
  tab.respond(tab.take_request("create"), testing::lost());
  ASSERT_TRUE(tab.settled.empty()) << "a read decides";
  const Json let_go = {{"kind", "outcome"},     {"name", name}, {"outcome", "rejected"},
                       {"collection", "slots"}, {"key", key},   {"stamp", {1, 0, "z"}}};
  const Json message = {{"p", 1}, {"from", "z"},      {"life", 1},
                        {"n", 1}, {"at", tab.now_ms}, {"events", Json::array({let_go})}};
  tab.receive(message.dump());
  EXPECT_EQ(tab.settled.at(name)["problem"]["code"], "outcome_unknown");
}

// What becomes of the dead owner's change in its heir, where the row has gone meanwhile.
std::string told_by_heir(bool owner_full, bool heir_full) {
  Couple couple;
  couple.owner.full = owner_full;
  couple.heir.full = heir_full;
  couple.change_offline();
  couple.world.server.remove("s1");
  couple.world.kill(0);
  couple.world.settle();
  EXPECT_EQ(couple.heir.failures().size(), 1U);
  return couple.heir.failures().at(0)["problem"]["code"];
}

TEST(WriterContested, AnHeirKnowsWhatItsOwnerDidOnlyFromStorage) {
  EXPECT_EQ(told_by_heir(false, false), "rejected");
  EXPECT_EQ(told_by_heir(true, false), "outcome_unknown") << "it was never stored";
  EXPECT_EQ(told_by_heir(false, true), "outcome_unknown") << "the owner still finds its own text";
}

}  // namespace
}  // namespace tablattice
