#include "core/session.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tablattice {
namespace {

Session some_session() {
  Config config;
  config.client = "a";
  CollectionOptions options;
  options.name = "slots";
  config.collections.push_back(options);
  return {config, Random::from_seed(std::string(64, '1')).value};
}

TEST(Session, FindsItsCollectionsByName) {
  Session session = some_session();
  ASSERT_NE(session.find("slots"), nullptr);
  EXPECT_EQ(session.find("slots")->options().name, "slots");
  EXPECT_EQ(session.find("nothing"), nullptr);
}

TEST(Session, ItsCollectionsNoteSinceWhenARowStandsAsItDoes) {
  Session session = some_session();
  Collection& slots = *session.find("slots");
  session.set_time(50);
  slots.join_row({"1", Version(), "{}"}, {10, 0, "b"}, true);
  session.set_time(40);
  slots.join_state("2", *slots.state("1"));
  session.set_time(60);
  slots.join_state("3", *slots.state("1"));
  slots.join_row({"1", Version(), "{}"}, {55, 0, "b"}, true);
  EXPECT_EQ(slots.stands_since("1").ms, 50) << "read again, it stands as it did";
  EXPECT_EQ(slots.stands_since("2").ms, 50) << "the machine's clock was put back";
  EXPECT_EQ(slots.stands_since("3").ms, 60) << "since then here, whoever told it";
}

TEST(Session, ARequestIsNotedAndAskedFor) {
  Session session = some_session();
  session.set_time(5'000);
  session.find("slots")->join_row({"\"s1\"", Version(), "{}"}, {1, 0, "b"}, true);
  Request request;
  request.type = RequestType::update;
  request.collection = "slots";
  request.key = "17";
  request.name = {"a", 1};
  const Request& noted = session.start_request(request, {{"changes", {{"x", 1}}}}, 15'000);
  EXPECT_EQ(noted.id, 1U);
  EXPECT_EQ(noted.stamp, (Stamp{5'000, 0, "a"}));
  EXPECT_EQ(noted.sequence, session.find("slots")->sequence());
  EXPECT_EQ(noted.sent_ms, 5'000);
  EXPECT_EQ(noted.deadline_ms, 20'000);
  EXPECT_TRUE(noted.from_outbox());
  EXPECT_EQ(session.counters.writes, 1U);
  EXPECT_EQ(session.counters.reads, 0U);
  EXPECT_EQ(
      Json::parse(session.effects.take(session.now_ms)),
      Json({{{"kind", "request"},
             {"id", 1},
             {"operation", {{"type", "update"}, {"collection", "slots"}, {"key", 17}, {"changes", {{"x", 1}}}}}}}));
  EXPECT_EQ(session.start_request({}, Json::object(), 1).id, 2U);
}

TEST(Session, MayRequestOnlyWhileNothingStandsAgainstIt) {
  Session session = some_session();
  EXPECT_TRUE(session.may_request()) << "a stopped engine still sends what its application asks for";
  session.online = false;
  EXPECT_FALSE(session.may_request());
  session.online = true;
  session.suspended = true;
  EXPECT_FALSE(session.may_request());
  session.suspended = false;
  session.forgotten = true;
  EXPECT_FALSE(session.may_request());
}

TEST(Session, AsksOnceWhenTheUserIsSignedOut) {
  Session session = some_session();
  session.reads = true;
  session.expire_authorization();
  session.expire_authorization();
  EXPECT_FALSE(session.may_request());
  EXPECT_EQ(Json::parse(session.effects.take(session.now_ms)), Json({{{"kind", "unauthorized"}}}));
}

TEST(Session, WhereAnotherTabReadsThatOneIsToAsk) {
  Session session = some_session();
  session.reads = false;
  session.expire_authorization();
  session.expire_authorization();
  const Json taken = Json::parse(session.effects.take(session.now_ms));
  ASSERT_EQ(taken.size(), 1U);
  const Result<Message> message = decode_message(taken[0]["text"].get<std::string>());
  EXPECT_EQ(std::get<AskEvent>(message.value.events.at(0)).wish, AskEvent::Wish::authorize);
}

TEST(Session, ItsMarksAreWhatItHeardAndWhatItSent) {
  Session session = some_session();
  session.heard.note("b", {2, 1}, 1'000);
  session.effects.send(ForgetEvent{});
  EXPECT_EQ(session.marks(), (Marks{{"a", {1, 0}}, {"b", {2, 1}}}));
  session.effects.take(session.now_ms);
  EXPECT_EQ(session.marks().at("a").n, 1U);
}

TEST(Session, EveryRequestHasItsWordAndItsKind) {
  const std::vector<std::pair<RequestType, const char*>> words = {
      {RequestType::list, "list"},     {RequestType::changes, "changes"}, {RequestType::read, "read"},
      {RequestType::create, "create"}, {RequestType::update, "update"},   {RequestType::remove, "delete"}};
  for (const auto& [type, word] : words) {
    EXPECT_STREQ(request_word(type), word);
    Request request;
    request.type = type;
    EXPECT_EQ(request.reads(), type <= RequestType::read) << word;
    EXPECT_FALSE(request.from_outbox());
  }
}

}  // namespace
}  // namespace tablattice
