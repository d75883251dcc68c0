// Which request goes when: in order, a few at a time, and never under a key that the server has yet to make.
#include <gtest/gtest.h>

#include <string>
#include <vector>

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

std::vector<std::string> open_names(const Tab& tab) {
  std::vector<std::string> names;
  for (const OpenRequest& request : tab.requests) names.push_back(request.operation["idempotencyKey"]);
  return names;
}

void answer_first(World& world, Tab& tab) {
  const OpenRequest request = tab.requests.front();
  tab.respond(request, world.server.handle(request.operation));
}

TEST(WriterOrder, ARowsRequestsGoOneAfterTheOther) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  tab.dispatch("slots/create", slot("s1"));
  tab.dispatch("slots/update", rename("s1", "off"));
  tab.dispatch("slots/update", rename("s1", "on"));
  tab.dispatch("slots/create", slot("s2"));
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:1", "a:4"})) << "another row does not wait";
  answer_first(world, tab);
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:4", "a:2"}));
  EXPECT_EQ(tab.row("s1")["text"], "on") << "two quick toggles show the last";
  world.serve(tab);
  EXPECT_EQ(world.server.rows().at("s1")["text"], "on");
  world.expect_all_equal_to_server();
}

TEST(WriterOrder, AnotherClientsEarlierMutationGoesFirst) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  world.exchange();
  world[1].dispatch("slots/update", rename("s1", "second"));
  EXPECT_TRUE(world[1].requests.empty());
  world.serve(world[0]);
  world.exchange();
  EXPECT_EQ(world[1].open("update"), 1U);
  world.settle();
  world.expect_all_equal_to_server();
  EXPECT_EQ(world.server.rows().at("s1")["text"], "second");
}

TEST(WriterOrder, ARejectionLetsTheNextOneGo) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  Tab& tab = world[0];
  tab.dispatch("slots/create", slot("s1"));
  tab.dispatch("slots/update", rename("s1", "second"));
  tab.respond(tab.take_request("create"), refusal(422));
  EXPECT_EQ(tab.open("update"), 1U) << "with an id of its own, the server decides";
  tab.respond(tab.take_request("update"), refusal(404));
  EXPECT_TRUE(tab.rows().empty());
  EXPECT_EQ(tab.settled.size(), 2U);
}

TEST(WriterOrder, AFewAtATime) {
  World world(Kind::feed, 1, Json::object(), {{"poll", false}, {"outbox", {{"concurrency", 2}}}});
  world.start();
  Tab& tab = world[0];
  for (const char* id : {"s1", "s2", "s3"}) tab.dispatch("slots/create", slot(id));
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:1", "a:2"}));
  answer_first(world, tab);
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:2", "a:3"}));
}

TEST(WriterOrder, TheDefaultIsFour) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  for (int count = 0; count < 5; ++count) world[0].dispatch("slots/create", Json::object());
  EXPECT_EQ(world[0].open("create"), 4U);
}

TEST(WriterOrder, ByCollectionRowsWaitForEachOther) {
  const Json more = {{"poll", false}, {"collections", {{"notes", {{"feed", true}}}}}};
  World world(Kind::feed, 1, {{"order", "collection"}}, more);
  world.start();
  Tab& tab = world[0];
  tab.dispatch("slots/create", slot("s1"));
  tab.dispatch("slots/create", slot("s2"));
  tab.dispatch("notes/create", slot("n1"));
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:1", "a:3"}));
  answer_first(world, tab);
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:3", "a:2"}));
}

TEST(WriterOrder, ByAllACollectionWaitsForTheOthers) {
  const Json more = {{"poll", false}, {"collections", {{"notes", {{"feed", true}, {"order", "all"}}}}}};
  World world(Kind::feed, 1, Json::object(), more);
  world.start();
  Tab& tab = world[0];
  tab.dispatch("slots/create", slot("parent"));
  tab.dispatch("notes/create", slot("child"));
  tab.dispatch("slots/create", slot("other"));
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:1", "a:3"}));
  answer_first(world, tab);
  EXPECT_EQ(open_names(tab), (std::vector<std::string>{"a:3", "a:2"})) << "what came after the child does not hold it";
}

TEST(WriterOrder, TheQueueTakesItsBoundAndNotOneMore) {
  World world(Kind::feed, 1, Json::object(), {{"poll", false}, {"outbox", {{"queueMax", 3}}}});
  world.start();
  Tab& tab = world[0];
  for (int count = 0; count < 3; ++count) {
    EXPECT_EQ(tab.dispatch("slots/create", Json::object()) & mask_refused, 0U);
  }
  const std::size_t sent = tab.sent.size();
  EXPECT_EQ(tab.dispatch("slots/create", Json::object()) & mask_refused, mask_refused);
  EXPECT_EQ(tab.refused_code(), "outbox_full");
  EXPECT_EQ(tab.rows().size(), 3U);
  EXPECT_EQ(tab.sent.size(), sent);
  answer_first(world, tab);
  EXPECT_EQ(tab.dispatch("slots/create", Json::object()) & mask_refused, 0U);
  EXPECT_EQ(tab.name(), "a:4") << "the refused one used up no name";
}

// ---- keys that the server makes ---------------------------------------------------------------------------------------

class ServerIdsTest : public ::testing::Test {
 protected:
  ServerIdsTest() {
    world.server.server_ids = true;
    world.start();
  }

  // The server tells `each` of the row that it made for that create.
  void push(Tab& each, const std::string& name) { push(each, name, world.server.rows().at("made-1")); }
  static void push(Tab& each, const std::string& name, const Json& row) {
    RowsEvent event;
    event.collection = "slots";
    event.stamp = {each.now_ms, 0, "server"};
    event.rows.add(row);
    event.mutations = {MutationName::from_text(name).value};
    event.from = 0;
    event.to = row["version"];
    each.receive(encode_message({"server", 1, 0, each.now_ms, {event}}), "push");
  }

  World world{Kind::feed, 2, {{"ids", "server"}}, no_poll};
  Tab& tab = world[0];
  Tab& other = world[1];
};

TEST_F(ServerIdsTest, TheTemporaryKeyIsNeverSentAndUpdatesWaitForTheAlias) {
  tab.dispatch("slots/create", {{"text", "new"}});
  const std::string created = tab.name();
  const std::string temporary = tab.key();
  EXPECT_EQ(tab.rows().at(temporary)["text"], "new");
  tab.dispatch("slots/update", rename(temporary, "second"));
  tab.dispatch("slots/update", rename(temporary, "third"));
  world.exchange();
  ASSERT_EQ(tab.requests.size(), 1U);
  EXPECT_EQ(tab.requests[0].operation.dump().find("temporary"), std::string::npos) << tab.requests[0].operation;
  EXPECT_EQ(tab.requests[0].operation["row"], Json({{"text", "new"}}));
  answer_first(world, tab);
  EXPECT_EQ(tab.settled.at(created)["key"], "made-1");
  EXPECT_EQ(tab.requests.at(0).operation["key"], "made-1");
  EXPECT_EQ(tab.rows().size(), 1U);
  EXPECT_EQ(tab.row(temporary)["text"], "third") << "the temporary key goes on meaning the row";
  world.exchange();
  EXPECT_EQ(other.rows().size(), 1U);
  EXPECT_EQ(other.row("made-1")["text"], "third");
  world.settle();
  world.expect_all_equal_to_server();
  EXPECT_EQ(world.server.rows().at("made-1")["text"], "third");
}

TEST_F(ServerIdsTest, WhatWaitsForTheAliasIsStoredUnderItsKeyOnceItIsKnown) {
  tab.dispatch("slots/create", {{"text", "new"}});
  tab.dispatch("slots/update", rename(tab.key(), "second"));
  world.exchange();
  other.dispatch("slots/update", rename(other.rows().begin()->first, "by the other"));
  world.serve(tab);
  world.exchange();
  for (const Tab* each : {&tab, &other}) {
    for (const auto& [key, text] : each->stored) {
      EXPECT_EQ(Json::parse(text)["events"][0]["key"], "made-1") << key;
    }
  }
  ASSERT_EQ(other.stored.size(), 1U);
  world.settle();
  world.expect_all_equal_to_server();
}

TEST_F(ServerIdsTest, ARejectedCreateRejectsWhatWaitsForIt) {
  tab.dispatch("slots/create", {{"text", "new"}});
  const std::string temporary = tab.key();
  tab.dispatch("slots/update", rename(temporary, "second"));
  const std::string updated = tab.name();
  world.exchange();
  other.dispatch("slots/update", rename(temporary, "by the other"));
  const std::string others = other.name();
  tab.respond(tab.take_request("create"), refusal(422));
  world.exchange();
  EXPECT_EQ(tab.settled.at(updated)["problem"]["code"], "create_rejected");
  EXPECT_EQ(other.settled.at(others)["problem"]["code"], "create_rejected") << "in every tab";
  EXPECT_TRUE(tab.rows().empty() && other.rows().empty());
  EXPECT_TRUE(tab.stored.empty() && other.stored.empty());
  EXPECT_TRUE(tab.requests.empty() && other.requests.empty());
}

TEST_F(ServerIdsTest, AChangeThatIsTriedAgainBeforeItsCreateIsDoesNotHoldThatUp) {
  tab.dispatch("slots/create", {{"text", "new"}}, false);
  const std::string created = tab.name();
  tab.dispatch("slots/update", rename(tab.key(), "second"), false);
  const std::string updated = tab.name();
  tab.respond(tab.take_request("create"), refusal(422));
  ASSERT_EQ(tab.failures().size(), 2U);
  tab.signal({{"type", "online"}, {"online", false}});
  tab.signal({{"type", "retry"}, {"name", updated}});
  tab.signal({{"type", "retry"}, {"name", created}});
  tab.signal({{"type", "online"}, {"online", true}});
  world.settle();
  EXPECT_EQ(world.server.count("create"), 1);
  ASSERT_EQ(tab.failures().size(), 1U);
  EXPECT_EQ(tab.failures().at(0)["problem"]["code"], "create_rejected");
  world.expect_all_equal_to_server();
}

TEST_F(ServerIdsTest, ACreateAnsweredWithoutAKeyRejectsWhatWaitsForIt) {
  world.server.bare_writes = true;
  tab.dispatch("slots/create", {{"text", "new"}});
  tab.dispatch("slots/update", rename(tab.key(), "second"));
  const std::string updated = tab.name();
  world.settle();
  EXPECT_EQ(tab.settled.at(updated)["problem"]["code"], "create_rejected");
  other.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  world.settle();
  world.expect_all_equal_to_server();
}

// A push overtakes the answer to the create that caused it.
TEST_F(ServerIdsTest, ACreateThatTheFeedNamesBeforeItsAnswerStillWaitsForItsKey) {
  for (Tab* each : {&tab, &other}) each->load(world.server.handle({{"type", "list"}}).body);
  tab.dispatch("slots/create", {{"text", "new"}});
  const std::string created = tab.name();
  const std::string temporary = tab.key();
  tab.dispatch("slots/update", rename(temporary, "second"));
  const std::string updated = tab.name();
  world.exchange();
  const OpenRequest request = tab.take_request("create");
  const testing::Reply answer = world.server.handle(request.operation);
  push(tab, created);
  push(other, created);
  EXPECT_FALSE(tab.settled.contains(created)) << "its row is not known yet";
  EXPECT_EQ(other.row(temporary)["text"], "second");
  tab.respond(request, answer);
  EXPECT_EQ(tab.settled.at(created)["key"], "made-1");
  EXPECT_EQ(tab.settled.at(created)["row"]["id"], "made-1");
  world.settle();
  EXPECT_TRUE(tab.settled.at(updated)["problem"].is_null()) << tab.settled.at(updated);
  EXPECT_EQ(world.server.rows().at("made-1")["text"], "second");
  world.expect_all_equal_to_server();
}

TEST_F(ServerIdsTest, ACreateThatTheFeedHasNamedIsSavedThoughItsKeyIsNeverTold) {
  World impatient(Kind::feed, 1, {{"ids", "server"}}, {{"poll", false}, {"outbox", {{"attemptsMax", 1}}}});
  impatient.server.server_ids = true;
  impatient.start();
  Tab& own = impatient[0];
  own.load(impatient.server.handle({{"type", "list"}}).body);
  own.dispatch("slots/create", {{"text", "new"}});
  const std::string created = own.name();
  const OpenRequest request = own.take_request("create");
  impatient.server.handle(request.operation);
  push(own, created, impatient.server.rows().at("made-1"));
  own.respond(request, testing::lost());
  EXPECT_TRUE(own.settled.at(created)["problem"].is_null()) << own.settled.at(created);
  EXPECT_EQ(own.settled.at(created)["row"]["text"], "new");
  impatient.settle();
  impatient.expect_all_equal_to_server();
}

TEST_F(ServerIdsTest, AConflictAnswerToACreateIsARefusal) {
  tab.dispatch("slots/create", {{"text", "new"}});
  tab.respond(tab.take_request("create"), refusal(412));
  EXPECT_TRUE(tab.requests.empty()) << "there is no row to read";
  EXPECT_EQ(tab.settled.at("a:1")["problem"]["code"], "rejected");
}

}  // namespace
}  // namespace tablattice
