// A mutation's life through the engine, and the answers that leave it pending; writer_answers_test.cpp has those that end it.
#include "core/writer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::good;
using testing::lost;
using testing::OpenRequest;
using testing::quiet;
using testing::refusal;
using testing::Reply;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const Json rename_s1 = {{"id", "s1"}, {"changes", {{"text", "second"}}}};

// One started tab on a feed that holds s1, polling off.
class WriterTest : public ::testing::Test {
 protected:
  WriterTest() {
    world.server.put(slot("s1"));
    world.start();
    tab.load(testing::ModelServer(world.server).handle({{"type", "list"}}).body);
    tab.sent.clear();
  }

  // Dispatches the renaming of s1 and returns its request.
  OpenRequest rename() {
    tab.dispatch("slots/update", rename_s1);
    name = tab.name();
    return tab.take_request("update");
  }
  // What storage holds of the mutation: its event.
  Json stored() { return Json::parse(tab.stored.at("outbox/" + name))["events"].at(0); }
  // The next attempt, once its time has come.
  OpenRequest next_attempt() {
    EXPECT_EQ(tab.open("update"), 0U) << "not before its time";
    EXPECT_TRUE(tab.wake_at);
    tab.advance(tab.wake_at.value_or(tab.now_ms) - tab.now_ms);
    return tab.take_request("update");
  }

  World world{Kind::feed, 1, {{"ifMatch", true}}, quiet};
  Tab& tab = world[0];
  std::string name;
};

TEST_F(WriterTest, AMutationIsShownSentStoredAndAskedForInOneStep) {
  const std::uint32_t mask = tab.dispatch("slots/update", rename_s1);
  EXPECT_EQ(mask & mask_views, mask_views);
  EXPECT_EQ(mask & mask_status, mask_status);
  EXPECT_EQ(tab.row("s1")["text"], "second");
  EXPECT_EQ(tab.row("s1")["$pending"], true);
  EXPECT_EQ(tab.name(), "a:1");
  std::vector<std::string> kinds;
  for (const Json& effect : tab.last_effects) kinds.push_back(effect["kind"]);
  EXPECT_EQ(kinds, (std::vector<std::string>{"send", "persist", "request", "wake"}));
  const Json operation = tab.requests.at(0).operation;
  EXPECT_EQ(operation["idempotencyKey"], "a:1");
  EXPECT_EQ(operation["ifMatch"], "\"1\"");
  EXPECT_EQ(operation["changes"], Json({{"text", "second"}}));
  name = "a:1";
  EXPECT_EQ(stored()["attempts"], 1) << "counted before the request is sent";
}

TEST_F(WriterTest, AnAcknowledgedMutationLeavesNothingBehind) {
  const OpenRequest request = rename();
  tab.respond(request, world.server.handle(request.operation));
  EXPECT_EQ(tab.row("s1"), world.server.rows().at("s1"));
  EXPECT_EQ(tab.settled.at(name)["row"], world.server.rows().at("s1"));
  EXPECT_TRUE(tab.settled.at(name)["problem"].is_null());
  EXPECT_TRUE(tab.stored.empty());
  EXPECT_EQ(tab.pending(), Json::array());
  EXPECT_TRUE(tab.rests()) << "nothing is left to do";
  EXPECT_TRUE(tab.requests.empty()) << "no list after a write that was answered with its row";
}

TEST_F(WriterTest, WhatIsNotAnsweredStaysPendingAndIsSentAgainWithTheSameHeaders) {
  Reply busy = refusal(409, {{"type", "urn:idempotency-key-in-progress"}});
  for (const Reply& reply : {lost(), refusal(408), refusal(425), refusal(429), refusal(500), refusal(503), busy,
                             testing::login_page(), good(Json::array()), good(slot("other", {{"version", 9}}))}) {
    World fresh(Kind::feed, 1, {{"ifMatch", true}}, quiet);
    fresh.server.put(slot("s1"));
    fresh.start();
    Tab& own = fresh[0];
    own.load(testing::ModelServer(fresh.server).handle({{"type", "list"}}).body);
    own.dispatch("slots/update", rename_s1);
    const OpenRequest first = own.take_request("update");
    own.respond(first, reply);
    EXPECT_EQ(own.row("s1")["$pending"], true) << reply.status;
    EXPECT_EQ(own.pending().at(0)["attempts"], 1);
    ASSERT_TRUE(own.wake_at) << reply.status;
    EXPECT_LE(*own.wake_at, own.now_ms + 500) << "the first backoff";
    own.advance(500);
    const OpenRequest second = own.take_request("update");
    EXPECT_EQ(second.operation["idempotencyKey"], first.operation["idempotencyKey"]);
    EXPECT_EQ(second.operation["ifMatch"], first.operation["ifMatch"]);
    EXPECT_EQ(second.operation["attempt"], 2);
    EXPECT_EQ(Json::parse(own.stored.at("outbox/a:1"))["events"][0]["attempts"], 2);
    own.respond(second, fresh.server.handle(second.operation));
    EXPECT_EQ(own.row("s1"), fresh.server.rows().at("s1"));
    EXPECT_EQ(own.settled.size(), 1U);
  }
}

TEST_F(WriterTest, ABodyThatIsNotARowIsReported) {
  tab.respond(rename(), testing::login_page());
  EXPECT_EQ(tab.reported("body_unexpected"), 1);
}

TEST_F(WriterTest, TheFirstAttemptsIfMatchHoldsThoughTheRowMovesOn) {
  const OpenRequest first = rename();
  world.server.put(slot("s1", {{"text", "by another"}}));
  tab.load(testing::ModelServer(world.server).handle({{"type", "list"}}).body);
  tab.respond(first, lost());
  EXPECT_EQ(next_attempt().operation["ifMatch"], "\"1\"");
}

TEST_F(WriterTest, ADeadlineCountsAsNoAnswer) {
  const OpenRequest first = rename();
  EXPECT_EQ(*tab.wake_at, tab.now_ms + 15'000);
  tab.advance(14'999);
  EXPECT_TRUE(tab.aborted.empty());
  tab.advance(1);
  EXPECT_EQ(tab.aborted, std::vector<double>{first.id});
  EXPECT_EQ(tab.row("s1")["$pending"], true);
  const OpenRequest second = next_attempt();
  tab.respond(first, world.server.handle(first.operation));
  EXPECT_EQ(tab.row("s1")["$pending"], true) << "the late answer of a request that was given up is dropped";
  tab.respond(second, world.server.handle(second.operation));
  EXPECT_EQ(tab.row("s1"), world.server.rows().at("s1"));
  EXPECT_EQ(world.server.revision(), 2U) << "both attempts had one effect";
}

TEST_F(WriterTest, BackoffGrowsAndHoldsToRetryAfter) {
  OpenRequest request = rename();
  for (std::int64_t ceiling = 500; ceiling <= 4'000; ceiling *= 2) {
    tab.respond(request, refusal(503));
    EXPECT_LE(*tab.wake_at - tab.now_ms, ceiling);
    request = next_attempt();
  }
  Reply later = refusal(429);
  later.retry_after = "120";
  tab.respond(request, later);
  EXPECT_EQ(*tab.wake_at, tab.now_ms + 120'000);
  tab.advance(119'999);
  EXPECT_EQ(tab.open("update"), 0U);
  tab.advance(1);
  request = tab.take_request("update");
  later.retry_after = "Tue, 14 Nov 2023 22:20:00 GMT";
  tab.respond(request, later);
  EXPECT_EQ(*tab.wake_at, 1'700'000'400'000);
}

TEST_F(WriterTest, OfflineItWaitsAndGoesOutWhenOnline) {
  tab.signal({{"type", "online"}, {"online", false}});
  tab.dispatch("slots/update", rename_s1);
  EXPECT_TRUE(tab.requests.empty());
  EXPECT_TRUE(tab.rests());
  EXPECT_EQ(tab.stored.size(), 1U);
  tab.signal({{"type", "online"}, {"online", true}});
  EXPECT_EQ(tab.open("update"), 1U);
}

TEST_F(WriterTest, TheNetworksReturnEndsABackoff) {
  Reply later = refusal(503);
  later.retry_after = "3600";
  tab.respond(rename(), later);
  tab.signal({{"type", "online"}, {"online", false}});
  EXPECT_EQ(tab.open("update"), 0U);
  tab.signal({{"type", "online"}, {"online", true}});
  EXPECT_EQ(tab.open("update"), 1U);
}

TEST_F(WriterTest, AStoppedTabStillSendsWhatItsApplicationDispatches) {
  tab.signal({{"type", "stop"}});
  tab.dispatch("slots/update", rename_s1);
  EXPECT_EQ(tab.open("update"), 1U);
}

TEST_F(WriterTest, SignedOutItWaitsAndLosesNothing) {
  const OpenRequest request = rename();
  tab.respond(request, refusal(401));
  EXPECT_EQ(tab.unauthorized, 1);
  EXPECT_EQ(tab.status()["auth"], "expired");
  EXPECT_EQ(tab.row("s1")["$pending"], true);
  EXPECT_FALSE(tab.stored["outbox/" + name].empty());
  EXPECT_EQ(stored().value("attempts", 0), 0) << "it was not looked at, so it was no attempt";
  tab.advance(3'600'000);
  EXPECT_TRUE(tab.requests.empty());
  tab.dispatch("slots/create", slot("s2"));
  EXPECT_TRUE(tab.requests.empty());
  tab.signal({{"type", "authorized"}, {"ok", false}});
  EXPECT_TRUE(tab.requests.empty()) << "still signed out";
  tab.signal({{"type", "authorized"}, {"ok", true}});
  EXPECT_EQ(tab.status()["auth"], "ok");
  EXPECT_EQ(tab.take_request("update").operation["idempotencyKey"], name);
  EXPECT_EQ(tab.open("create"), 1U);
  EXPECT_EQ(tab.unauthorized, 1) << "asked once";
}

TEST_F(WriterTest, EveryConfiguredStatusMeansSignedOut) {
  World forbidden(Kind::feed, 1, Json::object(), {{"poll", false}, {"unauthorized", {403}}});
  forbidden.start();
  forbidden[0].dispatch("slots/create", slot("s1"));
  forbidden[0].respond(forbidden[0].take_request("create"), refusal(403));
  EXPECT_EQ(forbidden[0].unauthorized, 1);
}

TEST_F(WriterTest, TriedOftenEnoughItStopsBlockingItsRow) {
  World impatient(Kind::feed, 1, Json::object(), {{"poll", false}, {"outbox", {{"attemptsMax", 2}}}});
  impatient.start();
  Tab& own = impatient[0];
  own.dispatch("slots/create", slot("s1"), false);
  own.dispatch("slots/update", rename_s1);
  own.respond(own.take_request("create"), refusal(429));
  own.advance(500);
  EXPECT_EQ(own.open("update"), 0U);
  own.respond(own.take_request("create"), refusal(429));
  EXPECT_EQ(own.failures().at(0)["problem"]["code"], "attempts_exhausted");
  EXPECT_EQ(own.failures().at(0)["payload"], slot("s1"));
  EXPECT_EQ(own.open("update"), 1U);
  EXPECT_FALSE(own.rows().contains("s1"));
}

TEST_F(WriterTest, WhatTheServerIsStillAtIsNotGivenUp) {
  const Json outbox = {{"attemptsMax", 2}, {"keyMemoryMs", 20'000}};
  World impatient(Kind::feed, 1, Json::object(), {{"poll", false}, {"outbox", outbox}});
  impatient.start();
  Tab& own = impatient[0];
  own.dispatch("slots/create", slot("s1"));
  const std::string created = own.name();
  own.dispatch("slots/update", rename_s1);
  Reply busy = refusal(409, {{"type", "urn:idempotency-key-in-progress"}});
  for (int attempt = 1; attempt <= 4; ++attempt) {
    own.respond(own.take_request("create"), busy);
    EXPECT_EQ(own.open("update"), 0U) << "it would overtake what the server is at";
    own.advance(4'000);
  }
  EXPECT_TRUE(own.settled.empty());
  busy.retry_after = "5";
  own.respond(own.take_request("create"), busy);
  own.advance(8'000);
  impatient.serve(own);
  EXPECT_EQ(own.settled.at(created)["problem"]["code"], "outcome_unknown") << "the server has forgotten its key";
  EXPECT_EQ(impatient.server.count("create"), 0);
}

TEST_F(WriterTest, TriedOftenEnoughWithAnUnknownFateAReadDecides) {
  World impatient(Kind::feed, 1, Json::object(), {{"poll", false}, {"outbox", {{"attemptsMax", 1}}}});
  impatient.start();
  Tab& own = impatient[0];
  own.dispatch("slots/create", slot("s1"));
  const std::string created = own.name();
  own.respond(own.take_request("create"), lost());
  EXPECT_EQ(Json::parse(own.stored.at("outbox/" + created))["events"][0].contains("unknownAt"), true)
      << "it survives this tab until a read has decided";
  EXPECT_EQ(own.rows().at("s1"), slot("s1")) << "folded, and no longer pending";
  EXPECT_TRUE(own.settled.empty());
  impatient.serve(own);
  EXPECT_TRUE(own.stored.empty());
  EXPECT_EQ(own.settled.at(created)["problem"]["code"], "outcome_unknown");
  EXPECT_TRUE(own.rows().empty());
}

}  // namespace
}  // namespace tablattice
