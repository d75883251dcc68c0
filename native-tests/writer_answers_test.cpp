// The answers that end a mutation, through the engine: refusals, conflicts, and those after which a read decides.
#include <gtest/gtest.h>

#include <string>

#include "core/writer.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::lost;
using testing::OpenRequest;
using testing::quiet;
using testing::refusal;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const Json rename_s1 = {{"id", "s1"}, {"changes", {{"text", "second"}}}};

// One started tab on a server that holds s1 and s2.
struct Desk {
  explicit Desk(Kind kind, const Json& slots = Json::object(), const Json& more = quiet) : world(kind, 1, slots, more) {
    world.server.put(slot("s1"));
    world.server.put(slot("s2"));
    world.start();
    tab.signal({{"type", "refresh"}, {"collection", "slots"}});
    world.serve(tab);
    tab.sent.clear();
    world.server.log.clear();
  }
  // Dispatches and returns the request; `name` is the mutation's.
  OpenRequest write(const std::string& operation, const Json& payload, bool promised = true) {
    tab.dispatch("slots/" + operation, payload, promised);
    name = tab.name();
    return tab.take_request(operation);
  }
  Json problem() { return tab.settled.at(name)["problem"]; }

  World world;
  Tab& tab = world[0];
  std::string name;
};

TEST(WriterAnswers, ARefusalRollsBackAndRejectsThePromise) {
  Desk desk(Kind::feed);
  const OpenRequest request = desk.write("update", rename_s1);
  const std::uint32_t mask =
      desk.tab.respond(request, refusal(422, {{"title", "No"}, {"detail", "Too short."}, {"field", "text"}}));
  EXPECT_EQ(mask & mask_views, mask_views);
  EXPECT_EQ(desk.tab.row("s1"), desk.world.server.rows().at("s1"));
  EXPECT_EQ(desk.problem()["code"], "rejected");
  EXPECT_EQ(desk.problem()["message"], "Too short.");
  EXPECT_EQ(desk.problem()["where"], "text");
  EXPECT_EQ(desk.problem()["details"]["status"], 422);
  EXPECT_TRUE(desk.tab.settled.at(desk.name)["row"].is_null());
  EXPECT_EQ(desk.tab.failures(), Json::array()) << "the promise has told its user";
  EXPECT_TRUE(desk.tab.stored.empty());
}

TEST(WriterAnswers, AnOutdatedTabThatWasNeverAwayBelievesARefusal) {
  Desk desk(Kind::plain);
  const OpenRequest request = desk.write("update", rename_s1);
  desk.tab.receive(R"({"p":2,"from":"n"})");
  desk.tab.respond(request, refusal(409));
  EXPECT_EQ(desk.problem()["code"], "rejected");
}

TEST(WriterAnswers, ARefusalWithoutPromiseIsKeptUntilRetry) {
  Desk desk(Kind::feed);
  desk.tab.respond(desk.write("update", rename_s1, false), refusal(422));
  ASSERT_EQ(desk.tab.failures().size(), 1U);
  const Json failure = desk.tab.failures()[0];
  EXPECT_EQ(failure["name"], desk.name);
  EXPECT_EQ(failure["type"], "update");
  EXPECT_EQ(failure["key"], "s1");
  EXPECT_EQ(failure["payload"], rename_s1["changes"]);
  EXPECT_EQ(failure["problem"]["details"]["status"], 422);
  EXPECT_EQ(desk.tab.reported("rejected"), 1);
  EXPECT_TRUE(desk.tab.stored.contains("outbox/" + desk.name)) << "it outlives its tab";
  EXPECT_EQ(desk.tab.status()["failures"], 1);
  desk.tab.signal({{"type", "retry"}, {"name", desk.name}});
  const std::string again = desk.tab.name();
  EXPECT_NE(again, desk.name);
  EXPECT_EQ(desk.tab.row("s1")["text"], "second");
  EXPECT_FALSE(desk.tab.stored.contains("outbox/" + desk.name));
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.world.server.rows().at("s1")["text"], "second");
  EXPECT_EQ(desk.tab.failures(), Json::array());
}

TEST(WriterAnswers, ACreateIsTriedAgainWithoutTheKeyThatTheServerHasToldSince) {
  Desk desk(Kind::versioned, {{"ids", "server"}});
  desk.world.server.server_ids = true;
  const OpenRequest create = desk.write("create", {{"text", "new"}}, false);
  const std::string temporary_key = desk.tab.key();
  desk.tab.respond(create, refusal(422));
  const Json alias = {{"kind", "alias"}, {"collection", "slots"}, {"temporaryKey", temporary_key}, {"key", "s2"}};
  const Json message = {{"p", 1}, {"from", "z"},           {"life", 1},
                        {"n", 1}, {"at", desk.tab.now_ms}, {"events", Json::array({alias})}};
  desk.tab.receive(message.dump());
  desk.tab.signal({{"type", "retry"}, {"name", desk.name}});
  EXPECT_EQ(desk.tab.row("s2"), desk.world.server.rows().at("s2")) << "it does not stand in that row's place";
  EXPECT_NE(desk.tab.key(), temporary_key);
  EXPECT_EQ(desk.tab.row(desk.tab.key())["text"], "new");
  const OpenRequest again = desk.tab.take_request("create");
  EXPECT_FALSE(again.operation.contains("key"));
  EXPECT_EQ(again.operation["row"], Json({{"text", "new"}}));
  desk.tab.respond(again, desk.world.server.handle(again.operation));
  desk.world.settle();
  EXPECT_EQ(desk.world.server.rows().size(), 3U);
}

TEST(WriterAnswers, ARefusalWithoutPromiseIsKeptUntilDiscard) {
  Desk desk(Kind::feed);
  desk.tab.respond(desk.write("update", rename_s1, false), refusal(422));
  EXPECT_EQ(desk.tab.signal({{"type", "discard"}, {"name", desk.name}}) & mask_refused, 0U);
  EXPECT_EQ(desk.tab.failures(), Json::array());
  EXPECT_TRUE(desk.tab.stored.empty());
  EXPECT_TRUE(desk.tab.requests.empty());
  EXPECT_EQ(desk.tab.signal({{"type", "discard"}, {"name", desk.name}}) & mask_refused, mask_refused);
  EXPECT_EQ(desk.tab.refused_code(), "failure_unknown");
}

TEST(WriterAnswers, ADeleteOfWhatIsNotThereIsDone) {
  for (const int status : {404, 410}) {
    Desk desk(Kind::feed);
    desk.tab.respond(desk.write("delete", "s1"), refusal(status));
    EXPECT_TRUE(desk.tab.settled.at(desk.name)["problem"].is_null());
    EXPECT_FALSE(desk.tab.rows().contains("s1"));
    EXPECT_EQ(desk.tab.open("changes"), 1U) << "the server said no version, so it is read again";
    desk.world.server.remove("s1");
    desk.world.serve(desk.tab);
    EXPECT_FALSE(desk.tab.rows().contains("s1"));
  }
}

TEST(WriterAnswers, AnUpdateOfWhatIsNotThereIsRejectedAndTheRowIsGone) {
  for (const Kind kind : {Kind::feed, Kind::versioned, Kind::plain}) {
    for (const int status : {404, 410}) {
      Desk desk(kind);
      const OpenRequest update = desk.write("update", rename_s1);
      desk.world.server.remove("s1");
      desk.tab.respond(update, refusal(status));
      EXPECT_EQ(desk.problem()["code"], "rejected");
      EXPECT_EQ(desk.tab.open("changes"), kind == Kind::feed ? 1U : 0U) << "a feed tells the tombstone";
      if (kind == Kind::feed) desk.world.serve(desk.tab);
      EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
    }
  }
}

// The answer that is remembered may be older than the row that lives again by now.
TEST(WriterAnswers, WhereKeysAreRememberedAReadTellsWhetherTheRowIsThere) {
  for (const Json& version : {Json("version"), Json()}) {
    Desk desk(Kind::versioned, {{"version", version}, {"idempotencyKeys", true}});
    desk.tab.respond(desk.write("update", rename_s1), refusal(404));
    EXPECT_EQ(desk.problem()["code"], "rejected");
    EXPECT_TRUE(desk.tab.rows().contains("s1"));
    EXPECT_EQ(desk.tab.open("list"), 1U);
    desk.world.server.remove("s1");
    desk.world.serve(desk.tab);
    EXPECT_FALSE(desk.tab.rows().contains("s1"));
  }
}

// Requests under way at the same time: the one that was sent last may be answered first, and a delta repeats nothing.
TEST(WriterAnswers, ANotFoundDoesNotHideARowThatAnEarlierDeltaBringsLater) {
  Desk desk(Kind::feed);
  desk.tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  const OpenRequest delta = desk.tab.take_request("changes");
  const OpenRequest update = desk.write("update", rename_s1);
  desk.world.server.remove("s1");
  const testing::Reply not_found = desk.world.server.handle(update.operation);
  desk.world.server.put(slot("s1", {{"text", "again"}}));
  desk.tab.respond(delta, desk.world.server.handle(delta.operation));
  desk.tab.respond(update, not_found);
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
}

TEST(WriterAnswers, AConflictIsMergedOnTheServersRow) {
  Desk desk(Kind::feed, {{"ifMatch", true}});
  const OpenRequest first = desk.write("update", rename_s1);
  desk.world.server.put(slot("s1", {{"note", "by another"}}));
  desk.tab.respond(first, desk.world.server.handle(first.operation));
  EXPECT_EQ(desk.tab.row("s1")["$pending"], true);
  const OpenRequest read = desk.tab.take_request("read");
  EXPECT_EQ(read.operation["key"], "s1");
  desk.tab.respond(read, desk.world.server.handle(read.operation));
  EXPECT_EQ(desk.tab.row("s1")["note"], "by another");
  EXPECT_EQ(desk.tab.row("s1")["text"], "second") << "folded again";
  const OpenRequest second = desk.tab.take_request("update");
  EXPECT_EQ(second.operation["ifMatch"], "\"3\"");
  EXPECT_EQ(second.operation["idempotencyKey"], first.operation["idempotencyKey"]);
  desk.tab.respond(second, desk.world.server.handle(second.operation));
  EXPECT_EQ(desk.tab.row("s1"), desk.world.server.rows().at("s1"));
  EXPECT_TRUE(desk.problem().is_null());
}

TEST(WriterAnswers, AConflictWithADeletedRowEndsAsOneThatIsNotThere) {
  Desk desk(Kind::versioned, {{"ifMatch", true}});
  desk.tab.respond(desk.write("update", rename_s1), refusal(412));
  desk.world.server.remove("s1");
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.problem()["code"], "rejected");
  EXPECT_FALSE(desk.tab.rows().contains("s1"));
}

TEST(WriterAnswers, AConflictsReadThatFailsIsTriedAgainButNotForEver) {
  Desk desk(Kind::feed, {{"ifMatch", true}}, {{"poll", false}, {"outbox", {{"attemptsMax", 3}}}});
  desk.tab.respond(desk.write("update", rename_s1), refusal(412));
  desk.tab.respond(desk.tab.take_request("read"), refusal(503));
  EXPECT_EQ(desk.tab.row("s1")["$pending"], true);
  desk.tab.advance(1'000);
  desk.tab.respond(desk.tab.take_request("read"), refusal(503));
  EXPECT_EQ(desk.problem()["code"], "attempts_exhausted") << "its write was answered: it was surely not applied";
  EXPECT_EQ(desk.tab.row("s1"), desk.world.server.rows().at("s1"));
}

TEST(WriterAnswers, AnUnmergedConflictIsRejectedWithBothRows) {
  Desk desk(Kind::feed, {{"ifMatch", true}, {"conflict", "reject"}});
  const OpenRequest request = desk.write("update", rename_s1);
  desk.world.server.put(slot("s1", {{"text", "by another"}}));
  desk.tab.respond(request, desk.world.server.handle(request.operation));
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.problem()["code"], "conflict");
  EXPECT_EQ(desk.problem()["message"], "Changed by someone else.");
  EXPECT_EQ(desk.problem()["details"]["mine"]["text"], "second");
  EXPECT_EQ(desk.problem()["details"]["row"], desk.world.server.rows().at("s1"));
  EXPECT_EQ(desk.tab.row("s1"), desk.world.server.rows().at("s1"));
  EXPECT_EQ(desk.world.server.count("update"), 1);
}

TEST(WriterAnswers, AnUnmergedConflictWithADeletedRowHasNoRowOfTheServers) {
  Desk desk(Kind::feed, {{"ifMatch", true}, {"conflict", "reject"}});
  desk.tab.respond(desk.write("update", rename_s1), refusal(412));
  desk.world.server.remove("s1");
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.problem()["code"], "conflict");
  EXPECT_TRUE(desk.problem()["details"]["row"].is_null());
}

// After an attempt whose answer was lost, and without keys: the refusal may be the echo of the own success.
OpenRequest second_attempt(Desk& desk, const std::string& operation, const Json& payload) {
  desk.tab.respond(desk.write(operation, payload), lost());
  desk.tab.advance(500);
  return desk.tab.take_request(operation);
}

TEST(WriterAnswers, WithoutKeysAReadDecidesThatItWasApplied) {
  Desk desk(Kind::versioned);
  const OpenRequest second = second_attempt(desk, "create", slot("s3"));
  desk.world.server.put(slot("s3"));
  desk.tab.respond(second, refusal(409));
  EXPECT_EQ(desk.tab.rows().at("s3"), slot("s3")) << "folded, not pending";
  EXPECT_TRUE(desk.tab.settled.empty());
  desk.world.serve(desk.tab);
  EXPECT_TRUE(desk.problem().is_null());
  EXPECT_EQ(desk.tab.settled.at(desk.name)["row"], desk.world.server.rows().at("s3"));
}

TEST(WriterAnswers, WithoutKeysAReadDecidesThatItWasNotApplied) {
  for (const int status : {404, 409, 412}) {
    Desk desk(Kind::versioned);
    desk.tab.respond(second_attempt(desk, "update", rename_s1), refusal(status));
    EXPECT_EQ(desk.tab.row("s1")["text"], "second") << status;
    desk.world.serve(desk.tab);
    EXPECT_EQ(desk.problem()["code"], "outcome_unknown") << status;
    EXPECT_EQ(desk.tab.row("s1"), desk.world.server.rows().at("s1"));
  }
}

TEST(WriterAnswers, WithoutKeysAReadDecidesOnAnAssignedNull) {
  Desk desk(Kind::versioned, {{"patch", "assign"}});
  const Json changes = {{"id", "s1"}, {"changes", {{"text", nullptr}}}};
  const OpenRequest second = second_attempt(desk, "update", changes);
  desk.world.server.put({{"id", "s1"}, {"text", nullptr}});
  desk.tab.respond(second, refusal(412));
  desk.world.serve(desk.tab);
  EXPECT_TRUE(desk.problem().is_null());
}

TEST(WriterAnswers, WithoutPromiseAnUnknownOutcomeJoinsTheFailures) {
  Desk desk(Kind::versioned);
  desk.tab.respond(desk.write("update", rename_s1, false), lost());
  desk.tab.advance(500);
  desk.tab.respond(desk.tab.take_request("update"), refusal(412));
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.tab.failures().at(0)["problem"]["code"], "outcome_unknown");
}

TEST(WriterAnswers, ACreateThatCannotBeRepeatedIsNotSentAgain) {
  Desk desk(Kind::versioned, {{"ids", "server"}});
  desk.world.server.server_ids = true;
  desk.tab.respond(desk.write("create", {{"text", "new"}}), lost());
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.world.server.count("create"), 0);
  EXPECT_TRUE(desk.tab.rests());
  EXPECT_EQ(desk.problem()["code"], "outcome_unknown");
  EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
}

TEST(WriterAnswers, ThatARowOfUnknownKeyIsNotThereDoesNotTellThatItWasDeleted) {
  Desk desk(Kind::versioned, {{"ids", "server"}});
  desk.world.server.server_ids = true;
  const OpenRequest create = desk.write("create", {{"text", "new"}});
  desk.tab.dispatch("slots/delete", desk.tab.key());
  const std::string deletion = desk.tab.name();
  desk.tab.signal({{"type", "suspend"}});
  desk.world.storage.clear();
  desk.tab.signal({{"type", "start"}});
  desk.tab.respond(create, lost());
  desk.world.pass(1'000);
  EXPECT_EQ(desk.problem()["code"], "outcome_unknown");
  EXPECT_EQ(desk.tab.settled.at(deletion)["problem"]["code"], "outcome_unknown");
}

TEST(WriterAnswers, WithAKeyThatTheServerHasForgottenItIsNotSentAgain) {
  const Json brief = {{"poll", false}, {"outbox", {{"keyMemoryMs", 10'000}}}};
  testing::Reply later = refusal(503);
  later.retry_after = "10";
  Desk at_the_limit(Kind::feed, Json::object(), brief);
  at_the_limit.tab.respond(at_the_limit.write("update", rename_s1), later);
  at_the_limit.tab.advance(10'000);
  EXPECT_EQ(at_the_limit.tab.open("update"), 1U);
  later.retry_after = "11";
  Desk past_it(Kind::feed, Json::object(), brief);
  past_it.tab.respond(past_it.write("update", rename_s1), later);
  past_it.tab.advance(11'000);
  EXPECT_EQ(past_it.tab.open("update"), 0U);
  past_it.world.serve(past_it.tab);
  EXPECT_TRUE(past_it.tab.stored.empty());
  EXPECT_EQ(past_it.problem()["code"], "outcome_unknown");
}

TEST(WriterAnswers, AnOldEntryThatWasSurelyNotAppliedIsSent) {
  Desk desk(Kind::feed, Json::object(), {{"poll", false}, {"outbox", {{"keyMemoryMs", 1'000}}}});
  testing::Reply later = refusal(429);
  later.retry_after = "5";
  desk.tab.respond(desk.write("update", rename_s1), later);
  desk.tab.advance(5'000);
  EXPECT_EQ(desk.tab.open("update"), 1U);
}

TEST(WriterAnswers, ABareAnswerAsksForAReadAtOnceAndNothingFlickers) {
  for (const Kind kind : {Kind::plain, Kind::versioned, Kind::feed}) {
    Desk desk(kind);
    desk.world.server.bare_writes = true;
    for (const auto& [operation, payload] :
         std::vector<std::pair<std::string, Json>>{{"update", rename_s1}, {"create", slot("s3")}, {"delete", "s2"}}) {
      const OpenRequest request = desk.write(operation, payload);
      desk.tab.respond(request, desk.world.server.handle(request.operation));
      const std::map<std::string, Json> shown = desk.tab.rows();
      EXPECT_TRUE(desk.problem().is_null());
      EXPECT_EQ(shown.at("s1")["text"], "second");
      EXPECT_FALSE(shown.at("s1").contains("$pending"));
      EXPECT_EQ(shown.contains("s2"), operation != "delete");
      EXPECT_EQ(desk.tab.requests.size(), 1U) << "the confirming read, even with polling off";
      desk.world.serve(desk.tab);
      EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
    }
  }
}

TEST(WriterAnswers, OnThePlainRungAnAnswersRowIsNoFact) {
  Desk desk(Kind::plain);
  const OpenRequest request = desk.write("update", rename_s1);
  const testing::Reply answer = desk.world.server.handle(request.operation);
  desk.world.server.put(slot("s1", {{"text", "by another, later"}}));
  desk.tab.load(testing::ModelServer(desk.world.server).handle({{"type", "list"}}).body);
  desk.tab.respond(request, answer);
  EXPECT_EQ(desk.tab.row("s1")["text"], "second") << "acknowledged, and folded until it is read";
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.tab.row("s1")["text"], "by another, later");
}

TEST(WriterAnswers, AReadSentBeforeABareAnswerSettlesNothing) {
  Desk desk(Kind::plain);
  desk.tab.signal({{"type", "invalidate"}, {"collection", "slots"}});
  const OpenRequest list = desk.tab.take_request("list");
  const testing::Reply before = desk.world.server.handle(list.operation);
  const OpenRequest request = desk.write("update", rename_s1);
  desk.tab.respond(request, desk.world.server.handle(request.operation));
  EXPECT_EQ(desk.tab.open("list"), 0U) << "one read at a time";
  desk.tab.respond(list, before);
  EXPECT_EQ(desk.tab.row("s1")["text"], "second");
  EXPECT_EQ(desk.tab.open("list"), 1U) << "then the confirming one";
  desk.world.serve(desk.tab);
  EXPECT_EQ(desk.tab.rows(), desk.world.server.rows());
}

}  // namespace
}  // namespace tablattice
