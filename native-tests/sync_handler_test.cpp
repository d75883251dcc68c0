#include "core/sync_handler.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tablattice {
namespace {

constexpr std::int64_t now = 1'700'000'000'000;

class SyncHandlerTest : public ::testing::Test {
 protected:
  SyncHandlerTest() {
    session.now_ms = now;
    handler.on_mutation = [this](const MutationEvent& event, const std::string& sender) {
      heard.push_back(sender + " mutation " + event.mutation.name.text());
    };
    handler.on_outcome = [this](const OutcomeEvent& event) { heard.push_back("outcome " + event.name.text()); };
    handler.on_rows = [this](const RowsEvent&) { heard.push_back("rows"); };
    handler.on_alias = [this](const AliasEvent& event) { heard.push_back("alias " + event.key); };
    handler.on_forget = [this] { heard.push_back("forget"); };
    handler.owned = [this](const MutationName& name) { return name == owned_name; };
  }

  static Config config() {
    Config config;
    config.client = "a";
    CollectionOptions options;
    options.name = "slots";
    config.collections.push_back(options);
    return config;
  }

  static Json row(const std::string& id, const Json& version, const std::string& text = "x") {
    return {{"id", id}, {"version", version}, {"text", text}};
  }
  static RowsEvent rows_at(std::int64_t ms, std::vector<Json> rows) {
    return {"slots", {ms, 0, "b"}, std::move(rows), {}, nullptr, nullptr, {}};
  }
  static MutationEvent change(std::uint64_t n, const Json& changes) {
    MutationEvent event;
    event.mutation = {{"b", n}, {now, 0, "b"}, "slots", "\"s1\"", Operation::update, changes};
    return event;
  }
  static OutcomeEvent outcome(std::uint64_t n, OutcomeEvent::Kind kind) {
    return outcome_event(change(n, {}).mutation, kind, {now + 1, 0, "b"});
  }
  Status receive(std::vector<SyncEvent> events) {
    return handler.receive(encode_message({"b", 1, ++sent, std::move(events)}), "channel");
  }
  Json visible(const std::string& id) { return session.find("slots")->visible_json(dump_json(id)); }

  Session session{config(), Random::from_seed(std::string(64, '1')).value};
  SyncHandler handler{session};
  std::vector<std::string> heard;
  MutationName owned_name;
  std::uint64_t sent = 0;
};

TEST_F(SyncHandlerTest, JoinsEveryEventOfAMessageInOrder) {
  OutcomeEvent acked = outcome(1, OutcomeEvent::Kind::acked);
  acked.row = row("s1", 2, "changed");
  ASSERT_TRUE(receive({rows_at(now, {row("s1", 1)}), change(1, {{"text", "changed"}}), acked,
                       AliasEvent{"slots", "\"t\"", "\"s9\""}})
                  .ok());
  EXPECT_EQ(visible("s1"), row("s1", 2, "changed"));
  EXPECT_EQ(heard, (std::vector<std::string>{"rows", "b mutation b:1", "outcome b:1", "alias \"s9\""}));
  EXPECT_EQ(session.counters.joined, 4U);
  EXPECT_TRUE(session.settled.contains({"b", 1}));
}

TEST_F(SyncHandlerTest, AMessageHeardTwiceIsCountedAndHasOneEffect) {
  OutcomeEvent acked = outcome(1, OutcomeEvent::Kind::acked);
  acked.row = row("s1", 2, "changed");
  const std::string text =
      encode_message({"b", 1, 1, {rows_at(now, {row("s1", 1)}), change(1, {{"text", "changed"}}), acked}});
  ASSERT_TRUE(handler.receive(text, "channel").ok());
  ASSERT_TRUE(handler.receive(text, "storage").ok());
  EXPECT_EQ(session.counters.joined, 3U);
  EXPECT_EQ(session.counters.duplicate + session.counters.stale, 3U);
  EXPECT_EQ(visible("s1"), row("s1", 2, "changed"));
}

TEST_F(SyncHandlerTest, OneBadEventRefusesTheWholeMessage) {
  const std::vector<std::pair<SyncEvent, std::string>> bad = {
      {rows_at(now, {row("s2", 1), Json(7)}), "row_invalid"},
      {rows_at(now, {{{"version", 1}}}), "key_invalid"},
      {rows_at(now, {row("s2", nullptr)}), "version_missing"},
      {rows_at(now, {row("s2", true)}), "version_form"},
      {rows_at(now, {{{"id", 9007199254740993}, {"version", 1}}}), "key_invalid"},
      {RowsEvent{"nowhere", {now, 0, "b"}, {}, {}, nullptr, nullptr, {}}, "collection_unknown"},
      {rows_at(now + 60'000 + clock_skew_ms_max + 1, {row("s2", 1)}), "clock_skew"}};
  for (const auto& [event, code] : bad) {
    const Status refused = receive({rows_at(now + 60'000, {row("s1", 1)}), change(1, {{"text", "y"}}), event});
    EXPECT_EQ(refused.code, code);
    EXPECT_NE(refused.where.find("message/events/2"), std::string::npos) << refused.where;
  }
  EXPECT_EQ(session.counters.refused, bad.size());
  EXPECT_EQ(session.counters.joined, 0U);
  EXPECT_TRUE(heard.empty());
  EXPECT_EQ(session.find("slots")->size(), 0U);
  EXPECT_EQ(session.find("slots")->sequence(), 0U);
  EXPECT_EQ(session.find("slots")->rung(), Rung::versioned);
  EXPECT_EQ(session.tick(), (Stamp{now, 0, "a"})) << "a refused message does not move the clock";
}

TEST_F(SyncHandlerTest, AKeyNamedProtoIsAKeyLikeAnyOther) {
  ASSERT_TRUE(receive({rows_at(now, {row("__proto__", 1)})}).ok());
  EXPECT_EQ(visible("__proto__"), row("__proto__", 1));
}

TEST_F(SyncHandlerTest, StampsAreTakenAtTheSkewsLimit) {
  EXPECT_TRUE(receive({rows_at(now + clock_skew_ms_max, {row("s1", 1)})}).ok());
  EXPECT_GT(session.tick().ms, now);
}

TEST_F(SyncHandlerTest, WhatStorageKeptSetsTheClockHoweverFarAhead) {
  MutationEvent event = change(1, {{"text", "y"}});
  event.mutation.stamp.ms = now + 3'600'000;
  const std::string text = encode_message({"b", 1, 0, {event}});
  EXPECT_EQ(handler.receive(text, "storage").code, "clock_skew");
  EXPECT_TRUE(handler.take_up(text).ok());
  EXPECT_GE(session.tick().ms, now + 3'600'000);
  EXPECT_TRUE(receive({rows_at(now + 3'600'000, {row("s1", 1)})}).ok())
      << "tabs of one machine go on hearing each other";
}

TEST_F(SyncHandlerTest, AVersionThatCannotBeComparedMakesTheCollectionPlain) {
  ASSERT_TRUE(receive({rows_at(now, {row("s1", "v1.2")})}).ok());
  EXPECT_EQ(session.find("slots")->rung(), Rung::plain);
  EXPECT_EQ(visible("s1")["version"], "v1.2");
  const Json effects = Json::parse(session.effects.take());
  ASSERT_EQ(effects.size(), 1U);
  EXPECT_EQ(effects[0]["problem"]["code"], "rung_plain");
}

TEST_F(SyncHandlerTest, AnOutcomeWhoseRowHasNoVersionCountsAsBare) {
  OutcomeEvent acked = outcome(1, OutcomeEvent::Kind::acked);
  acked.row = {{"id", "s1"}, {"text", "changed"}};
  ASSERT_TRUE(receive({rows_at(now - 10, {row("s1", 1)}), change(1, {{"text", "changed"}}), acked}).ok());
  EXPECT_EQ(visible("s1"), row("s1", 1, "changed")) << "still folded";
  EXPECT_FALSE(session.settled.contains({"b", 1}));
  EXPECT_FALSE(session.find("slots")->state("\"s1\"")->pending());
  ASSERT_TRUE(receive({rows_at(now + 2, {row("s1", 2, "changed")})}).ok());
  EXPECT_TRUE(session.settled.contains({"b", 1})) << "a read after the answer has its effect";
}

TEST_F(SyncHandlerTest, ARejectionRollsBack) {
  ASSERT_TRUE(receive({rows_at(now, {row("s1", 1)}), change(1, {{"text", "y"}})}).ok());
  EXPECT_EQ(visible("s1")["text"], "y");
  ASSERT_TRUE(receive({outcome(1, OutcomeEvent::Kind::rejected)}).ok());
  EXPECT_EQ(visible("s1")["text"], "x");
}

TEST_F(SyncHandlerTest, ARefusalByATabThatDoesNotSendTheMutationIsIgnored) {
  ASSERT_TRUE(receive({rows_at(now, {row("s1", 1)}), change(1, {{"text", "y"}})}).ok());
  owned_name = {"b", 1};
  for (const auto kind : {OutcomeEvent::Kind::rejected, OutcomeEvent::Kind::unknown}) {
    heard.clear();
    ASSERT_TRUE(receive({outcome(1, kind)}).ok());
    EXPECT_EQ(visible("s1")["text"], "y");
    EXPECT_TRUE(heard.empty());
  }
  EXPECT_EQ(session.counters.refused, 2U);
  ASSERT_TRUE(receive({outcome(1, OutcomeEvent::Kind::acked)}).ok());
  EXPECT_EQ(heard, std::vector<std::string>{"outcome b:1"}) << "an acknowledgement is true whoever tells it";
}

TEST_F(SyncHandlerTest, OlderNewsIsStaleAndKnownNewsADuplicate) {
  receive({rows_at(now, {row("s1", 5)})});
  receive({rows_at(now - 10, {row("s1", 4)})});
  EXPECT_EQ(session.counters.stale, 1U);
  receive({rows_at(now, {row("s1", 5)})});
  EXPECT_EQ(session.counters.stale, 1U);
  EXPECT_GE(session.counters.duplicate, 1U);
  EXPECT_EQ(visible("s1")["version"], 5);
}

TEST_F(SyncHandlerTest, NewsOfARowThatIsGone) {
  receive({rows_at(now, {row("s1", 5), row("s2", 5)})});
  RowsEvent event = rows_at(now + 10, {});
  event.gone = {{"\"s1\"", nullptr, false}, {"\"s2\"", 6, false}, {"\"s3\"", nullptr, false}};
  const RowsNews news = handler.join_rows(event);
  EXPECT_EQ(news.event.gone.size(), 2U) << "that s3 is not there is no news";
  EXPECT_TRUE(news.learnt);
  EXPECT_FALSE(handler.join_rows(event).learnt);
  EXPECT_EQ(session.find("slots")->size(), 0U);
}

TEST_F(SyncHandlerTest, ARowWithAnUnsettledMutationIsToldAgain) {
  receive({rows_at(now, {row("s1", 5)}), change(1, {{"text", "y"}})});
  const RowsNews news = handler.join_rows(rows_at(now + 10, {row("s1", 5)}));
  EXPECT_EQ(news.event.rows.size(), 1U) << "the other tabs need the read to settle it";
  EXPECT_FALSE(news.learnt);
}

TEST_F(SyncHandlerTest, ADeltaSettlesTheMutationsThatItNamesTogetherWithTheirRows) {
  receive({rows_at(now, {row("s1", 1)}), change(1, {{"text", "y"}})});
  handler.move_cursor("slots", nullptr, 1);
  RowsEvent delta = rows_at(now + 10, {row("s1", 2, "y")});
  delta.from = 1;
  delta.to = 2;
  delta.mutations = {{"b", 1}};
  EXPECT_TRUE(handler.join_rows(delta).learnt);
  EXPECT_TRUE(session.settled.contains({"b", 1}));
  EXPECT_EQ(handler.cursor("slots"), 2);
  EXPECT_EQ(visible("s1"), row("s1", 2, "y"));
  const RowsNews again = handler.join_rows(delta);
  EXPECT_FALSE(again.learnt);
  EXPECT_EQ(again.event.rows.size(), 1U) << "a delta is told as a whole";
}

TEST_F(SyncHandlerTest, TheCursorFollowsOnlyWhatItHas) {
  EXPECT_TRUE(handler.cursor("slots").is_null());
  EXPECT_FALSE(handler.move_cursor("slots", 3, 5)) << "a tab without cursor has not seen what came before 3";
  EXPECT_TRUE(handler.move_cursor("slots", nullptr, 5));
  EXPECT_FALSE(handler.move_cursor("slots", 6, 9)) << "5 to 6 is missing";
  EXPECT_TRUE(handler.move_cursor("slots", 3, 7)) << "an overlap is no gap";
  EXPECT_FALSE(handler.move_cursor("slots", 3, 6)) << "never back";
  EXPECT_EQ(handler.cursor("slots"), 7);
  handler.move_cursor("slots", nullptr, "x1");
  EXPECT_FALSE(handler.move_cursor("slots", "x0", "x2")) << "marks without order must be equal";
  EXPECT_TRUE(handler.move_cursor("slots", "x1", "x2"));
  handler.drop_cursor("slots");
  EXPECT_TRUE(handler.cursor("slots").is_null());
}

TEST_F(SyncHandlerTest, NothingIsAppliedAfterASignOut) {
  handler.on_forget = [this] { session.forgotten = true; };
  receive({ForgetEvent{}, rows_at(now, {row("s1", 1)})});
  EXPECT_EQ(session.find("slots")->size(), 0U);
}

TEST_F(SyncHandlerTest, EveryVerdictHasItsWord) {
  EXPECT_STREQ(verdict_word(Verdict::joined), "joined");
  EXPECT_STREQ(verdict_word(Verdict::stale), "stale");
  EXPECT_STREQ(verdict_word(Verdict::duplicate), "duplicate");
  EXPECT_STREQ(verdict_word(Verdict::refused), "refused");
}

}  // namespace
}  // namespace tablattice
