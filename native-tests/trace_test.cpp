#include "core/trace.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/event_rows.hpp"

namespace tablattice {
namespace {

class TraceTest : public ::testing::Test {
 protected:
  static Config config() {
    Config config;
    config.client = "a";
    CollectionOptions options;
    options.name = "slots";
    config.collections.push_back(options);
    return config;
  }

  void join(const std::string& id, const Json& version, std::int64_t ms) {
    const Json row = {{"id", id}, {"version", version}};
    slots.join_row(slots.read_row(row, "").value, {ms, 0, "b"}, true);
  }
  Json traced(const Trace& /*finished*/) { return Json::parse(session.effects.take(session.now_ms)); }

  Session session{config(), Random::from_seed(std::string(64, '1')).value};
  Collection& slots = *session.find("slots");
};

TEST_F(TraceTest, SaysNothingWhileNobodyListens) {
  Trace trace(session, ForgetEvent{});
  trace.finish(ForgetEvent{}, "channel", "joined");
  EXPECT_FALSE(session.effects.waiting());
}

TEST_F(TraceTest, TellsTheEventItsVerdictAndHowItsRowsChanged) {
  session.tracing = true;
  session.set_time(7'000);
  join("old", 1, 1);
  join("gone", 1, 1);
  join("same", 1, 1);
  RowsEvent event;
  event.collection = "slots";
  event.stamp = {5'000, 0, "b"};
  event.rows = rows_of({{{"id", "new"}}, {{"id", "old"}}, {{"id", "same"}}, {{"no", "key"}}});
  event.gone.push_back({"\"gone\"", nullptr, false});
  Trace trace(session, event);
  join("new", 2, 5);
  join("old", 2, 5);
  slots.join_gone("\"gone\"", {5, 0, "b"});
  trace.finish(event, "channel", "joined");
  const Json effect = traced(trace).at(0);
  EXPECT_EQ(effect["kind"], "event");
  EXPECT_EQ(effect["at"], 7'000);
  EXPECT_EQ(effect["source"], "channel");
  EXPECT_EQ(effect["verdict"], "joined");
  EXPECT_EQ(effect["event"], event_to_json(event));
  EXPECT_EQ(
      effect["changes"],
      Json({{{"collection", "slots"}, {"key", "new"}, {"change", "created"}, {"row", {{"id", "new"}, {"version", 2}}}},
            {{"collection", "slots"}, {"key", "old"}, {"change", "updated"}, {"row", {{"id", "old"}, {"version", 2}}}},
            {{"collection", "slots"},
             {"key", "gone"},
             {"change", "deleted"},
             {"row", {{"id", "gone"}, {"version", 1}}}}}));
}

TEST_F(TraceTest, LooksAtTheRowsOfEveryKindOfEvent) {
  session.tracing = true;
  const Mutation mutation{{"b", 1}, {5, 0, "b"}, "slots", "\"s1\"", Operation::create, {{"id", "s1"}}};
  MutationEvent change;
  change.mutation = mutation;
  Trace created(session, change);
  slots.join_mutation(mutation);
  created.finish(change, "channel", "joined");
  EXPECT_EQ(traced(created).at(0)["changes"].at(0)["change"], "created");
  const OutcomeEvent outcome = outcome_event(mutation, OutcomeEvent::Kind::rejected, {6, 0, "b"});
  Trace rolled_back(session, outcome);
  slots.join_settled(mutation.name, mutation.key);
  rolled_back.finish(outcome, "channel", "joined");
  EXPECT_EQ(traced(rolled_back).at(0)["changes"].at(0)["change"], "deleted");
  const AliasEvent alias{"slots", "\"t\"", "\"s9\""};
  Trace aliased(session, alias);
  aliased.finish(alias, "channel", "duplicate");
  EXPECT_EQ(traced(aliased).at(0)["changes"], Json::array());
}

}  // namespace
}  // namespace tablattice
