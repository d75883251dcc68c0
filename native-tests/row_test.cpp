#include "core/row.hpp"

#include <gtest/gtest.h>

#include "core/status.hpp"

namespace tablattice {
namespace {

Stamp at(std::int64_t ms) { return {ms, 0, "x"}; }
Version version(int number) { return *Version::from_json(Json(number)); }
RowFact fact(int number, std::int64_t ms, const std::string& text, std::uint64_t sequence = 0) {
  return {version(number), at(ms), text, sequence};
}
std::string text_of(const RowFact* fact) { return fact == nullptr ? "not there" : fact->text; }
std::string by_version(const RowState& row) { return text_of(row.confirmed(Order::by_version)); }
std::string by_stamp(const RowState& row) { return text_of(row.confirmed(Order::by_stamp)); }

Mutation mutation(std::uint64_t n, std::int64_t ms, Operation operation, const char* payload = "null",
                  const char* key = "1") {
  return {{"c", n}, at(ms), "slots", key, operation, parse_json(payload).value};
}

std::string folded(const RowState& row, bool assign = false) {
  const auto result = row.folded({Order::by_version, assign, "id", "1"});
  return result ? dump_json(*result) : "not there";
}

TEST(RowFacts, TheGreaterVersionStandsHoweverLateItComes) {
  RowState row;
  EXPECT_TRUE(row.join_fact(fact(2, 20, "new")));
  EXPECT_FALSE(row.join_fact(fact(1, 10, "old")));
  EXPECT_EQ(by_version(row), "new");
  EXPECT_EQ(row.facts().size(), 1U);
}

TEST(RowFacts, TheFrontServesBothOrders) {
  RowState row;
  row.join_fact(fact(5, 10, "greatest version"));
  EXPECT_TRUE(row.join_fact(fact(3, 30, "greatest stamp")));
  EXPECT_TRUE(row.join_fact(fact(4, 20, "between")));
  EXPECT_FALSE(row.join_fact(fact(3, 20, "dominated")));
  EXPECT_EQ(row.facts().size(), 3U);
  EXPECT_EQ(by_version(row), "greatest version");
  EXPECT_EQ(by_stamp(row), "greatest stamp");
}

TEST(RowFacts, TheSameFactAgainIsJoinedWithoutACopy) {
  RowState row;
  EXPECT_FALSE(row.join_again(version(1), "a", at(10), true)) << "it is not known yet";
  row.join_fact(fact(1, 10, "a", 7));
  EXPECT_EQ(row.join_again(version(1), "a", at(20), true), std::optional(true));
  EXPECT_EQ(row.facts().begin()->stamp, at(20));
  EXPECT_EQ(row.facts().begin()->sequence, 7U) << "the same state read again keeps its count";
  EXPECT_EQ(row.read_at(), at(20));
  EXPECT_EQ(row.join_again(version(1), "a", at(20), true), std::optional(false)) << "a duplicate";
  EXPECT_EQ(row.join_again(version(1), "a", at(15), true), std::optional(false));
  EXPECT_FALSE(row.join_again(version(2), "a", at(30), true)) << "another version";
  EXPECT_FALSE(row.join_again(version(1), "b", at(30), true)) << "another text";
  row.join_gone(at(5));
  EXPECT_FALSE(row.join_again(version(1), "a", at(30), true)) << "more than one fact is known";
}

TEST(RowFacts, TiesGoByTheOtherMarkThenByTextAndTombstonesWin) {
  RowState row;
  row.join_fact(fact(1, 10, "a"));
  EXPECT_TRUE(row.join_fact(fact(1, 20, "by stamp")));
  EXPECT_FALSE(row.join_fact(fact(1, 20, "a lesser text")));
  EXPECT_TRUE(row.join_fact(fact(1, 20, "greater text")));
  EXPECT_EQ(by_version(row), "greater text");
  EXPECT_TRUE(row.join_fact(fact(1, 20, "")));
  EXPECT_FALSE(row.join_fact(fact(1, 20, "z")));
  EXPECT_EQ(by_version(row), "not there");
  EXPECT_EQ(row.facts().size(), 1U);
}

TEST(RowFacts, TheSameFactTeachesNothing) {
  RowState row;
  EXPECT_TRUE(row.join_fact(fact(1, 10, "a")));
  EXPECT_FALSE(row.join_fact(fact(1, 10, "a")));
}

TEST(RowFacts, ATombstoneHidesAllThatIsOlder) {
  RowState row;
  row.join_fact(fact(2, 20, ""));
  EXPECT_FALSE(row.join_fact(fact(1, 10, "stale")));
  EXPECT_EQ(by_version(row), "not there");
  row.join_fact(fact(3, 30, "again"));
  EXPECT_EQ(by_version(row), "again");
}

TEST(RowFacts, GoneTakesWhatIsStampedAtOrBelowIt) {
  RowState row;
  row.join_fact(fact(5, 10, "old life"));
  row.join_fact(fact(1, 30, "new life"));
  EXPECT_EQ(by_version(row), "old life");
  EXPECT_TRUE(row.join_gone(at(20)));
  EXPECT_EQ(by_version(row), "new life");
  EXPECT_FALSE(row.join_gone(at(20)));
  EXPECT_FALSE(row.join_fact(fact(9, 20, "too late")));
  EXPECT_TRUE(row.join_gone(at(30)));
  EXPECT_EQ(by_version(row), "not there");
}

TEST(RowFacts, TheSameStateReadAgainKeepsTheCountAtWhichItWasKnown) {
  RowState row;
  row.join_fact(fact(1, 10, "a", 4));
  EXPECT_TRUE(row.join_fact(fact(1, 20, "a", 9)));
  EXPECT_EQ(row.confirmed(Order::by_version)->sequence, 4U);
  EXPECT_EQ(row.confirmed(Order::by_version)->stamp, at(20));
  row.join_fact(fact(2, 20, "b", 11));
  EXPECT_EQ(row.confirmed(Order::by_version)->sequence, 11U);
}

TEST(RowFolding, FoldsMutationsInTheOrderOfTheirStamps) {
  RowState row;
  row.join_fact(fact(1, 10, R"({"id":1,"a":1,"b":1})"));
  row.join_mutation(mutation(2, 40, Operation::update, R"({"a":3})"));
  row.join_mutation(mutation(1, 30, Operation::update, R"({"a":2,"b":null})"));
  EXPECT_EQ(folded(row), R"({"a":3,"id":1})");
}

TEST(RowFolding, AssignKeepsNull) {
  RowState row;
  row.join_fact(fact(1, 10, R"({"id":1,"b":{"c":1}})"));
  row.join_mutation(mutation(1, 30, Operation::update, R"({"a":null,"b":{"d":2}})"));
  EXPECT_EQ(folded(row, true), R"({"a":null,"b":{"d":2},"id":1})");
  EXPECT_EQ(folded(row, false), R"({"b":{"c":1,"d":2},"id":1})");
}

TEST(RowFolding, CreatesUpdatesAndDeletes) {
  RowState row;
  row.join_mutation(mutation(1, 10, Operation::update, R"({"a":1})"));
  EXPECT_EQ(folded(row), "not there");
  row.join_mutation(mutation(2, 20, Operation::create, R"({"id":1,"a":2})"));
  EXPECT_EQ(folded(row), R"({"a":2,"id":1})");
  row.join_mutation(mutation(3, 30, Operation::remove));
  EXPECT_EQ(folded(row), "not there");
  row.join_mutation(mutation(4, 40, Operation::update, R"({"a":4})"));
  EXPECT_EQ(folded(row), "not there");
}

TEST(RowFolding, TheRowKeepsItsKeyAndNoEngineMembers) {
  RowState row;
  row.join_mutation(mutation(1, 10, Operation::create, R"({"id":"temporary","$pending":7})"));
  EXPECT_EQ(folded(row), R"({"id":1})");
  row.join_mutation(mutation(2, 20, Operation::update, R"({"id":null,"$x":1})"));
  EXPECT_EQ(folded(row), R"({"id":1})");
}

TEST(RowFolding, APayloadThatIsNoObjectDoesNothing) {
  RowState row;
  row.join_fact(fact(1, 10, R"({"id":1,"a":1})"));
  row.join_mutation(mutation(1, 20, Operation::update, "5"));
  row.join_mutation(mutation(2, 30, Operation::create, "[1]"));
  EXPECT_EQ(folded(row), R"({"a":1,"id":1})");
}

TEST(RowMutations, AreJoinedOnceAndDroppedByName) {
  RowState row;
  EXPECT_TRUE(row.join_mutation(mutation(1, 10, Operation::create, R"({"id":1})")));
  EXPECT_FALSE(row.join_mutation(mutation(1, 10, Operation::create, R"({"id":1})")));
  EXPECT_TRUE(row.pending());
  EXPECT_TRUE(row.drop_mutation({"c", 1}));
  EXPECT_FALSE(row.drop_mutation({"c", 1}));
  EXPECT_FALSE(row.pending());
  EXPECT_EQ(folded(row), "not there");
}

TEST(RowMutations, AnAnswerMayComeBeforeItsMutation) {
  RowState row;
  EXPECT_TRUE(row.join_answered({"c", 1}, {at(50), "1"}));
  row.join_mutation(mutation(1, 10, Operation::create, R"({"id":1})"));
  EXPECT_FALSE(row.pending());
  EXPECT_EQ(folded(row), R"({"id":1})");
}

TEST(RowMutations, TheEarliestAnswerIsKept) {
  RowState row;
  EXPECT_TRUE(row.join_answered({"c", 1}, {at(50), "1"}));
  EXPECT_FALSE(row.join_answered({"c", 1}, {at(60), "1"}));
  EXPECT_TRUE(row.join_answered({"c", 1}, {at(40), "1"}));
  EXPECT_EQ(row.answers().at({"c", 1}).stamp, at(40));
}

TEST(RowMutations, MoveWithTheirAnswersByTheirOwnKey) {
  RowState temporary;
  temporary.join_mutation(mutation(1, 10, Operation::create, R"({"id":"t"})", "\"t\""));
  temporary.join_mutation(mutation(2, 20, Operation::update, R"({"a":1})", "\"other\""));
  temporary.join_answered({"c", 1}, {at(50), "\"t\""});
  temporary.join_answered({"c", 2}, {at(50), "\"other\""});
  RowState row;
  EXPECT_TRUE(temporary.move_mutations("\"t\"", row));
  EXPECT_FALSE(temporary.move_mutations("\"t\"", row));
  EXPECT_EQ(folded(row), R"({"id":1})");
  EXPECT_FALSE(row.pending());
  ASSERT_EQ(temporary.mutations().size(), 1U);
  EXPECT_EQ(temporary.mutations()[0].name.n, 2U);
  EXPECT_TRUE(temporary.answered({"c", 2}));
  EXPECT_FALSE(temporary.answered({"c", 1}));
}

TEST(RowForgetting, AnswersToMutationsThatWereNeverHeardOf) {
  RowState row;
  row.join_answered({"c", 1}, {at(10), "1"});
  row.join_answered({"c", 2}, {at(10), "1"});
  row.join_mutation(mutation(2, 5, Operation::update, R"({"a":1})"));
  EXPECT_FALSE(row.forget_answers(at(10)));
  EXPECT_TRUE(row.forget_answers(at(11)));
  EXPECT_FALSE(row.answered({"c", 1}));
  EXPECT_TRUE(row.answered({"c", 2})) << "it waits for the read that shows its effect";
}

TEST(RowForgetting, OnlyOldNewsOfARowThatIsNotThere) {
  RowState row;
  row.join_fact(fact(1, 10, ""));
  row.join_gone(at(5));
  row.join_read(at(12));
  EXPECT_TRUE(row.forgettable(at(13), Order::by_version));
  EXPECT_FALSE(row.forgettable(at(12), Order::by_version));
  RowState waiting = row;
  waiting.join_answered({"c", 1}, {at(1), "1"});
  EXPECT_FALSE(waiting.forgettable(at(13), Order::by_version));
  RowState folding = row;
  folding.join_mutation(mutation(1, 1, Operation::remove));
  EXPECT_FALSE(folding.forgettable(at(13), Order::by_version));
  RowState there = row;
  there.join_fact(fact(2, 11, "{}"));
  EXPECT_FALSE(there.forgettable(at(13), Order::by_version));
}

}  // namespace
}  // namespace tablattice
