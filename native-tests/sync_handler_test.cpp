#include "core/sync_handler.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/event_rows.hpp"

namespace tablattice {
namespace {

constexpr std::int64_t now = 1'700'000'000'000;

class SyncHandlerTest : public ::testing::Test {
 protected:
  SyncHandlerTest() {
    session.set_time(now);
    handler.on_mutation = [this](const MutationEvent& event, const std::string& sender) {
      heard.push_back(sender + " mutation " + event.mutation.name.text());
    };
    handler.on_outcome = [this](const OutcomeEvent& event) { heard.push_back("outcome " + event.name.text()); };
    handler.on_rows = [this](const RowsEvent&) { heard.push_back("rows"); };
    handler.on_alias = [this](const AliasEvent& event) { heard.push_back("alias " + event.key); };
    handler.on_forget = [this] { heard.push_back("forget"); };
    handler.owner = [this](const MutationName& name) { return name == owned_name ? session.config.client : ""; };
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
  static RowsEvent rows_at(std::int64_t ms, const std::vector<Json>& rows) {
    RowsEvent event;
    event.collection = "slots";
    event.stamp = {ms, 0, "b"};
    event.rows = rows_of(rows);
    return event;
  }
  static RowsEvent rows_of_nowhere() {
    RowsEvent event = rows_at(now, {});
    event.collection = "nowhere";
    return event;
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
    return handler.receive(encode_message({"b", 1, ++sent, now, std::move(events)}), "channel");
  }
  Json visible(const std::string& id) { return session.find("slots")->visible_json(dump_json(id)); }

  Session session{config(), Random::from_seed(std::string(64, '1')).value};
  SyncHandler handler{session};
  Collection& slots = *session.find("slots");
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
      encode_message({"b", 1, 1, now, {rows_at(now, {row("s1", 1)}), change(1, {{"text", "changed"}}), acked}});
  ASSERT_TRUE(handler.receive(text, "channel").ok());
  ASSERT_TRUE(handler.receive(text, "storage").ok());
  EXPECT_EQ(session.counters.joined, 3U);
  EXPECT_EQ(session.counters.duplicate, 1U) << "its number was heard, so it is not looked at again";
  EXPECT_EQ(visible("s1"), row("s1", 2, "changed"));
}

TEST_F(SyncHandlerTest, OneBadEventRefusesTheWholeMessage) {
  const std::vector<std::pair<SyncEvent, std::string>> bad = {
      {rows_at(now, {row("s2", 1), Json(7)}), "row_invalid"},
      {rows_at(now, {{{"version", 1}}}), "key_invalid"},
      {rows_at(now, {row("s2", true)}), "version_form"},
      {rows_at(now, {{{"id", 9007199254740993}, {"version", 1}}}), "key_invalid"},
      {rows_of_nowhere(), "collection_unknown"},
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

TEST_F(SyncHandlerTest, ARowWithoutVersionIsRefusedWhereVersionsWereTold) {
  CollectionOptions options;
  options.name = "told";
  options.rung_told = true;
  session.collections.emplace(std::piecewise_construct, std::forward_as_tuple("told"),
                              std::forward_as_tuple(options, session.settled));
  RowsEvent event = rows_at(now, {row("s2", nullptr)});
  event.collection = "told";
  EXPECT_EQ(receive({event}).code, "version_missing");
  EXPECT_EQ(session.find("told")->rung(), Rung::versioned);
}

TEST_F(SyncHandlerTest, AnotherTabHasFoundOutThatThereAreNoVersions) {
  ASSERT_TRUE(receive({rows_at(now, {row("s1", nullptr)})}).ok());
  EXPECT_EQ(slots.rung(), Rung::plain);
  EXPECT_EQ(visible("s1"), row("s1", nullptr));
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
  const std::string text = encode_message({"b", 1, 0, now, {event}});
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
  const Json effects = Json::parse(session.effects.take(session.now_ms));
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
  const RowsNews news = handler.join_rows(event, true);
  EXPECT_EQ(news.event.gone.size(), 2U) << "that s3 is not there is no news";
  EXPECT_TRUE(news.learnt);
  EXPECT_FALSE(handler.join_rows(event, true).learnt);
  EXPECT_EQ(session.find("slots")->size(), 0U);
}

TEST_F(SyncHandlerTest, ARowWithAnUnsettledMutationIsToldAgain) {
  receive({rows_at(now, {row("s1", 5)}), change(1, {{"text", "y"}})});
  const RowsNews news = handler.join_rows(rows_at(now + 10, {row("s1", 5)}), true);
  EXPECT_EQ(news.event.rows.size(), 1U) << "the other tabs need the read to settle it";
  EXPECT_FALSE(news.learnt);
}

TEST_F(SyncHandlerTest, ADeltaSettlesTheMutationsThatItNamesTogetherWithTheirRows) {
  receive({rows_at(now, {row("s1", 1)}), change(1, {{"text", "y"}})});
  slots.set_cursor(1);
  RowsEvent delta = rows_at(now + 10, {row("s1", 2, "y")});
  delta.from = 1;
  delta.to = 2;
  delta.mutations = {{"b", 1}};
  EXPECT_TRUE(handler.join_rows(delta, true).learnt);
  EXPECT_TRUE(session.settled.contains({"b", 1}));
  EXPECT_EQ(slots.cursor(), 2);
  EXPECT_EQ(visible("s1"), row("s1", 2, "y"));
  const RowsNews again = handler.join_rows(delta, true);
  EXPECT_FALSE(again.learnt);
  EXPECT_EQ(again.event.rows.size(), 1U) << "a delta is told as a whole";
}

TEST_F(SyncHandlerTest, AFollowersCursorFollowsADeltaThatItHears) {
  CollectionOptions options;
  options.name = "fed";
  options.rung = Rung::feed;
  session.collections.emplace(std::piecewise_construct, std::forward_as_tuple("fed"),
                              std::forward_as_tuple(options, session.settled));
  Collection& fed = *session.find("fed");
  fed.set_cursor(3);
  RowsEvent delta = rows_at(now, {row("s2", 5)});
  delta.collection = "fed";
  delta.from = 3;
  delta.to = 5;
  ASSERT_TRUE(receive({delta}).ok());
  EXPECT_EQ(fed.cursor(), 5);
  delta.rows = rows_of({row("s3", 4)});
  delta.from = 3;
  delta.to = 4;
  ASSERT_TRUE(receive({delta}).ok());
  EXPECT_EQ(fed.cursor(), 5) << "never back";
  EXPECT_EQ(fed.keys(), std::vector<std::string>{"\"s2\""}) << "s3 was deleted before 5, or it would be known";
}

TEST_F(SyncHandlerTest, OnAFeedAReadThatWasKnownBeforeAnUnknownOutcomeDoesNotDecideIt) {
  CollectionOptions options;
  options.name = "fed";
  options.rung = Rung::feed;
  session.collections.emplace(std::piecewise_construct, std::forward_as_tuple("fed"),
                              std::forward_as_tuple(options, session.settled));
  Collection& fed = *session.find("fed");
  MutationEvent changed = change(1, {{"text", "y"}});
  changed.mutation.collection = "fed";
  ASSERT_TRUE(receive({changed}).ok());
  const Stamp ahead{now + 60'000, 0, "a"};
  ASSERT_TRUE(session.clock.observe(ahead, ahead.ms));
  fed.join_complete(ahead);
  const OutcomeEvent unknown = outcome_event(changed.mutation, OutcomeEvent::Kind::unknown, {now + 1, 0, "b"});
  ASSERT_TRUE(receive({unknown}).ok());
  ASSERT_TRUE(receive({unknown}).ok());
  EXPECT_FALSE(session.settled.contains({"b", 1})) << "the clock of its tab is behind";
  fed.join_complete(session.tick());
  EXPECT_TRUE(session.settled.contains({"b", 1}));
}

// A tab whose clock is behind has not heard the reads that others sent before the answer was lost.
TEST_F(SyncHandlerTest, AReadFromBeforeItsAnswerWasLostDoesNotDecideAnUnknownMutation) {
  for (const bool failed : {false, true}) {
    SCOPED_TRACE(failed ? "kept as a failure" : "kept as of unknown fate");
    const std::int64_t start = failed ? now + 1'000 : now;
    MutationEvent lost = change(failed ? 2 : 1, {{"text", "y"}});
    ASSERT_TRUE(receive({rows_at(start, {row("s1", 1)}), lost}).ok());
    lost.stored = true;
    lost.unknown_at = {start + 500, 0, "c"};
    if (failed) lost.problem = {{"code", "outcome_unknown"}};
    ASSERT_TRUE(handler.take_up(encode_message({"b", 1, 0, now, {lost}})).ok());
    ASSERT_TRUE(receive({rows_at(start + 400, {row("s1", 1)})}).ok());
    EXPECT_EQ(visible("s1")["text"], "y") << "it was read before";
    ASSERT_TRUE(receive({rows_at(start + 501, {row("s1", 1)})}).ok());
    EXPECT_EQ(visible("s1")["text"], "x");
  }
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
