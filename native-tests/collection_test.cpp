#include "core/collection.hpp"

#include <gtest/gtest.h>

namespace tablattice {
namespace {

const std::string a = "\"a\"";
const std::string b = "\"b\"";
const std::string t = "\"t\"";

Stamp at(std::int64_t ms) { return {ms, 0, "x"}; }

class CollectionTest : public ::testing::Test {
 protected:
  static CollectionOptions options_of(Rung rung) {
    CollectionOptions options;
    options.name = "slots";
    options.rung = rung;
    if (rung == Rung::plain) options.version_field.reset();
    return options;
  }

  static Mutation mutation(std::uint64_t n, const std::string& key, Operation operation, const char* payload = "null") {
    return {{"c", n}, at(100 + static_cast<std::int64_t>(n)), "slots", key, operation, parse_json(payload).value};
  }

  // Joins a row as a read does, from its JSON.
  bool read(const char* json, std::int64_t ms) { return join(json, ms, true); }
  bool join(const char* json, std::int64_t ms, bool read) {
    const auto row = slots.read_row(parse_json(json).value, "rows/0");
    EXPECT_TRUE(row.ok()) << row.status.message;
    return slots.join_row(row.value, at(ms), read);
  }

  std::string seen(const std::string& key) const {
    const std::string* text = slots.visible(key);
    return text == nullptr ? "not there" : *text;
  }

  using Keys = std::vector<std::string>;
  SettledNames settled;
  Collection slots{options_of(Rung::versioned), settled};
};

class PlainCollectionTest : public CollectionTest {
 protected:
  PlainCollectionTest() { slots.become_plain(); }
};

// ---- keys -------------------------------------------------------------------------------------------------------------

TEST_F(CollectionTest, ProtoIsAKeyLikeAnyOther) {
  read(R"({"id":"__proto__","version":1})", 10);
  EXPECT_EQ(slots.keys(), Keys{"\"__proto__\""});
  slots.join_mutation(mutation(1, "\"__proto__\"", Operation::update, R"({"__proto__":{"x":1}})"));
  EXPECT_EQ(seen("\"__proto__\""), R"({"$pending":true,"__proto__":{"x":1},"id":"__proto__","version":1})");
}

TEST_F(CollectionTest, KeysCompareByTypeAndText) {
  read(R"({"id":1,"version":1})", 10);
  read(R"({"id":"1","version":1})", 10);
  EXPECT_EQ(slots.keys(), (Keys{"\"1\"", "1"}));
}

// ---- facts ------------------------------------------------------------------------------------------------------------

TEST_F(CollectionTest, AStalePollUndoesNothing) {
  read(R"({"id":"a","version":2})", 10);
  EXPECT_FALSE(read(R"({"id":"a","version":1})", 5));
  EXPECT_EQ(seen(a), R"({"id":"a","version":2})");
  slots.join_tombstone(a, *Version::from_json(Json(3)), at(20), true);
  read(R"({"id":"a","version":2})", 30);
  EXPECT_EQ(seen(a), "not there");
  EXPECT_EQ(slots.size(), 0U);
}

TEST_F(CollectionTest, RowsShareTheNamesOfTheClientsThatReadThem) {
  for (const char* json : {R"({"id":"a","version":1})", R"({"id":"b","version":1})"}) read(json, 10);
  const auto client = [&](const std::string& key) { return slots.confirmed(key)->stamp.client.view().data(); };
  EXPECT_EQ(client(a), client(b)) << "each stamp came with its own";
}

TEST_F(CollectionTest, GoneTakesARowAndALaterReadBringsItBack) {
  read(R"({"id":"a","version":2})", 10);
  EXPECT_TRUE(slots.join_gone(a, at(10)));
  EXPECT_EQ(seen(a), "not there");
  EXPECT_FALSE(slots.join_gone(a, at(10)));
  read(R"({"id":"a","version":1})", 11);
  EXPECT_EQ(seen(a), R"({"id":"a","version":1})");
}

TEST_F(CollectionTest, PickedByStampOnceItIsPlain) {
  read(R"({"id":"a","version":2})", 10);
  read(R"({"id":"a","version":1})", 20);
  slots.take_changed();
  EXPECT_EQ(seen(a), R"({"id":"a","version":2})");
  slots.become_plain();
  EXPECT_EQ(slots.rung(), Rung::plain);
  EXPECT_EQ(seen(a), R"({"id":"a","version":1})");
  EXPECT_EQ(slots.take_changed(), Keys{a});
}

// ---- mutations --------------------------------------------------------------------------------------------------------

TEST_F(CollectionTest, AnOptimisticRowIsPendingUntilItsRowCame) {
  EXPECT_TRUE(slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a","x":1})")));
  EXPECT_EQ(seen(a), R"({"$pending":true,"id":"a","x":1})");
  EXPECT_EQ(slots.visible_json(a), parse_json(R"({"id":"a","x":1})").value);
  join(R"({"id":"a","version":1,"x":1})", 120, false);
  EXPECT_TRUE(slots.join_settled({"c", 1}, a));
  EXPECT_EQ(seen(a), R"({"id":"a","version":1,"x":1})");
  EXPECT_FALSE(slots.join_settled({"c", 1}, a));
  EXPECT_FALSE(slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a","x":1})")));
  EXPECT_FALSE(slots.join_answered({"c", 1}, a, at(130)));
}

TEST_F(CollectionTest, ARejectionRollsBack) {
  read(R"({"id":"a","version":1,"x":1})", 10);
  slots.join_mutation(mutation(1, a, Operation::update, R"({"x":2})"));
  slots.join_mutation(mutation(2, a, Operation::update, R"({"y":3})"));
  slots.join_settled({"c", 1}, a);
  EXPECT_EQ(seen(a), R"({"$pending":true,"id":"a","version":1,"x":1,"y":3})");
}

TEST_F(CollectionTest, AnsweredIsFoldedButNotPendingUntilALaterRead) {
  read(R"({"id":"a","version":1,"x":1})", 10);
  slots.join_mutation(mutation(1, a, Operation::update, R"({"x":2})"));
  EXPECT_TRUE(slots.join_answered({"c", 1}, a, at(120)));
  EXPECT_EQ(seen(a), R"({"id":"a","version":1,"x":2})");
  read(R"({"id":"a","version":1,"x":1})", 120);
  EXPECT_EQ(seen(a), R"({"id":"a","version":1,"x":2})");
  join(R"({"id":"a","version":1,"x":1})", 121, false);
  EXPECT_EQ(seen(a), R"({"id":"a","version":1,"x":2})");
  read(R"({"id":"a","version":2,"x":5})", 122);
  EXPECT_EQ(seen(a), R"({"id":"a","version":2,"x":5})");
  EXPECT_TRUE(settled.contains({"c", 1}));
}

TEST_F(CollectionTest, EveryKindOfReadSettles) {
  const auto answered = [&](std::uint64_t n) {
    slots.join_mutation(mutation(n, a, Operation::update, R"({"x":2})"));
    slots.join_answered({"c", n}, a, at(200 + static_cast<std::int64_t>(10 * n)));
  };
  answered(1);
  slots.join_gone(a, at(211));
  EXPECT_TRUE(settled.contains({"c", 1}));
  answered(2);
  slots.join_tombstone(a, *Version::from_json(Json(1)), at(221), false);
  EXPECT_FALSE(settled.contains({"c", 2}));
  slots.join_tombstone(a, *Version::from_json(Json(1)), at(222), true);
  EXPECT_TRUE(settled.contains({"c", 2}));
  answered(3);
  EXPECT_TRUE(slots.join_complete(at(230)));
  EXPECT_FALSE(settled.contains({"c", 3}));
  EXPECT_TRUE(slots.join_complete(at(231)));
  EXPECT_TRUE(settled.contains({"c", 3}));
  EXPECT_FALSE(slots.join_complete(at(231)));
  EXPECT_EQ(slots.complete_at(), at(231));
}

TEST_F(CollectionTest, AnAnswerOlderThanAReadThatIsKnownSettlesAtOnce) {
  slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a"})"));
  read(R"({"id":"a","version":1})", 300);
  EXPECT_EQ(seen(a), R"({"$pending":true,"id":"a"})");
  slots.join_answered({"c", 1}, a, at(250));
  EXPECT_EQ(seen(a), R"({"id":"a","version":1})");
}

TEST_F(CollectionTest, ACompleteListSettlesOnlyWhatWasAnswered) {
  slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a"})"));
  slots.join_mutation(mutation(2, b, Operation::create, R"({"id":"b"})"));
  slots.join_answered({"c", 2}, b, at(200));
  slots.join_complete(at(300));
  EXPECT_EQ(slots.keys(), Keys{a});
  EXPECT_TRUE(slots.unanswered_before(mutation(2, b, Operation::remove)));
  EXPECT_FALSE(slots.unanswered_before(mutation(1, a, Operation::remove)));
}

TEST_F(CollectionTest, NamesSettledElsewhereAreDroppedOnDemand) {
  slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a"})"));
  settled.add({"c", 1});
  slots.drop_settled();
  EXPECT_EQ(seen(a), "not there");
}

TEST_F(CollectionTest, ASettledNameIsFoundUnderAnotherKey) {
  slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a"})"));
  slots.join_settled({"c", 1}, t);
  EXPECT_EQ(seen(a), "not there");
}

TEST_F(CollectionTest, FindsAnUnansweredMutationBeforeAnother) {
  slots.join_mutation(mutation(3, a, Operation::remove));
  slots.join_mutation(mutation(2, b, Operation::remove));
  EXPECT_FALSE(slots.unanswered_before(mutation(2, b, Operation::remove)));
  EXPECT_TRUE(slots.unanswered_before(mutation(3, a, Operation::remove)));
  slots.join_answered({"c", 2}, b, at(200));
  EXPECT_FALSE(slots.unanswered_before(mutation(3, a, Operation::remove)));
}

// ---- aliases ----------------------------------------------------------------------------------------------------------

// Its create was applied twice, and each answer told another key.
TEST_F(CollectionTest, AnOutcomeIsFoundUnderEachKeyThatWasToldForItsRow) {
  slots.join_mutation(mutation(1, t, Operation::update, R"({"x":1})"));
  const Mutation update = slots.state(t)->mutations().at(0);
  slots.join_alias(t, a);
  slots.join_alias(t, b);
  EXPECT_FALSE(slots.answered(update));
  slots.join_answered({"c", 1}, a, at(200));
  EXPECT_TRUE(slots.answered(update));
}

TEST_F(CollectionTest, AnAliasMovesWhatWaitsToTheServersKey) {
  slots.join_mutation(mutation(1, t, Operation::create, R"({"id":"t","x":1})"));
  slots.join_mutation(mutation(2, t, Operation::update, R"({"x":2})"));
  slots.take_changed();
  join(R"({"id":"a","version":1,"x":1})", 150, false);
  slots.join_settled({"c", 1}, t);
  EXPECT_TRUE(slots.join_alias(t, a));
  EXPECT_FALSE(slots.join_alias(t, a));
  EXPECT_EQ(seen(t), "not there");
  EXPECT_EQ(seen(a), R"({"$pending":true,"id":"a","version":1,"x":2})");
  EXPECT_EQ(slots.resolve(t), a);
  EXPECT_EQ(slots.take_changed(), (Keys{a, t}));
  slots.join_mutation(mutation(3, t, Operation::update, R"({"y":3})"));
  EXPECT_EQ(seen(a), R"({"$pending":true,"id":"a","version":1,"x":2,"y":3})");
  EXPECT_EQ(slots.size(), 1U);
}

TEST_F(CollectionTest, AReadOfTheServersKeySettlesWhatTheTemporaryOneHad) {
  slots.join_mutation(mutation(1, t, Operation::create, R"({"id":"t"})"));
  slots.join_answered({"c", 1}, t, at(150));
  read(R"({"id":"a","version":1})", 200);
  EXPECT_EQ(slots.keys(), (Keys{a, t}));
  slots.join_alias(t, a);
  EXPECT_EQ(slots.keys(), Keys{a});
  EXPECT_EQ(seen(a), R"({"id":"a","version":1})");
}

// ---- readings ---------------------------------------------------------------------------------------------------------

TEST_F(CollectionTest, TellsAChangeOnceAndOnlyIfItLasts) {
  read(R"({"id":"a","version":1})", 10);
  EXPECT_EQ(slots.take_changed(), Keys{a});
  EXPECT_EQ(slots.take_changed(), Keys{});
  EXPECT_TRUE(read(R"({"id":"a","version":1})", 20));
  EXPECT_EQ(slots.take_changed(), Keys{});
  slots.join_mutation(mutation(1, a, Operation::update, R"({"x":1})"));
  slots.join_settled({"c", 1}, a);
  EXPECT_EQ(slots.take_changed(), Keys{});
}

TEST_F(CollectionTest, KnowsWhatItHadWhenARequestWasSent) {
  read(R"({"id":"a","version":1})", 10);
  const std::uint64_t sent = slots.sequence();
  read(R"({"id":"b","version":1})", 20);
  EXPECT_EQ(slots.confirmed_keys(sent), Keys{a});
  EXPECT_EQ(slots.confirmed_keys(slots.sequence()), (Keys{a, b}));
  read(R"({"id":"a","version":1})", 30);
  EXPECT_EQ(slots.confirmed_keys(sent), Keys{a});
  read(R"({"id":"a","version":2})", 40);
  EXPECT_EQ(slots.confirmed_keys(sent), Keys{});
}

TEST_F(CollectionTest, OptimisticRowsAreNotConfirmed) {
  slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a"})"));
  EXPECT_EQ(slots.confirmed_keys(slots.sequence()), Keys{});
  EXPECT_EQ(slots.confirmed(a), nullptr);
  ASSERT_NE(slots.state(a), nullptr);
  EXPECT_EQ(slots.state(b), nullptr);
  EXPECT_TRUE(slots.visible_json(b).is_null());
}

// ---- the feed's cursor ------------------------------------------------------------------------------------------------

class FeedCollectionTest : public CollectionTest {
 protected:
  Collection feed{options_of(Rung::feed), settled};
};

TEST_F(FeedCollectionTest, TheCursorFollowsOnlyWhatItHas) {
  EXPECT_TRUE(feed.cursor().is_null());
  EXPECT_FALSE(feed.move_cursor(3, 5)) << "who has no cursor has not seen what came before 3";
  feed.set_cursor(5);
  EXPECT_FALSE(feed.move_cursor(6, 9)) << "5 to 6 is missing";
  EXPECT_TRUE(feed.move_cursor(3, 7)) << "an overlap is no gap";
  EXPECT_FALSE(feed.move_cursor(3, 6)) << "never back";
  EXPECT_EQ(feed.cursor(), 7);
  feed.set_cursor("x1");
  EXPECT_FALSE(feed.move_cursor("x0", "x2")) << "marks without order must be equal";
  EXPECT_TRUE(feed.move_cursor("x1", "x2"));
  feed.drop_cursor();
  EXPECT_FALSE(feed.move_cursor("x2", "x3"));
}

TEST_F(FeedCollectionTest, WhatIsNotKnownAtTheCursorWasDeletedBeforeIt) {
  const Version three = *Version::from_json(3);
  EXPECT_FALSE(feed.outlived(a, three, at(10))) << "nothing is known";
  feed.set_cursor(5);
  EXPECT_TRUE(feed.outlived(a, three, at(10)));
  EXPECT_FALSE(feed.outlived(a, *Version::from_json(6), at(10)));
  feed.join_tombstone(a, *Version::from_json(2), at(5), true);
  EXPECT_TRUE(feed.outlived(a, three, at(10))) << "it lived again, and is not there at the cursor";
  feed.join_tombstone(a, *Version::from_json(4), at(6), true);
  EXPECT_FALSE(feed.outlived(a, three, at(10))) << "what is known of it decides";
  feed.drop_cursor();
  EXPECT_TRUE(feed.outlived(b, three, at(10))) << "the backend forgot the cursor, not this tab what it knew";
  feed.set_cursor("opaque");
  EXPECT_FALSE(feed.outlived(b, three, at(10)));
}

TEST_F(CollectionTest, WithoutFeedWhatIsNotKnownAtTheLastListWasDeletedBeforeIt) {
  const Version one = *Version::from_json(1);
  EXPECT_FALSE(slots.outlived(a, one, at(10)));
  slots.join_complete(at(20));
  EXPECT_TRUE(slots.outlived(a, one, at(19)));
  EXPECT_FALSE(slots.outlived(a, one, at(20)));
}

// ---- what another tab knows, and what is forgotten --------------------------------------------------------------------

TEST_F(CollectionTest, AnotherTabsKnowledgeIsJoinedAndWhatIsSettledStaysSo) {
  Collection other(options_of(Rung::versioned), settled);
  read(R"({"id":"a","version":2})", 20);
  slots.join_gone(b, at(30));
  const auto row = other.read_row(parse_json(R"({"id":"b","version":9})").value, "");
  other.join_row(row.value, at(25), true);
  for (const std::string& key : slots.known_keys()) EXPECT_TRUE(other.join_state(key, *slots.state(key)));
  EXPECT_EQ(other.keys(), Keys{a}) << "what was gone later is gone";
  for (const std::string& key : slots.known_keys()) EXPECT_FALSE(other.join_state(key, *slots.state(key)));
}

TEST_F(CollectionTest, BeginningAnewItKeepsOnlyWhatItIsTold) {
  read(R"({"id":"a","version":1})", 10);
  read(R"({"id":"b","version":1})", 10);
  slots.join_complete(at(15));
  slots.set_cursor(7);
  slots.join_mutation(mutation(1, a, Operation::create, R"({"id":"a","mine":true})"));
  slots.join_mutation(mutation(2, b, Operation::update, R"({"theirs":true})"));
  slots.take_changed();
  slots.reset({mutation(1, a, Operation::create, R"({"id":"a","mine":true})")});
  EXPECT_EQ(slots.keys(), Keys{a});
  EXPECT_EQ(slots.size(), 1U);
  EXPECT_EQ(slots.confirmed(a), nullptr);
  EXPECT_TRUE(slots.complete_at().empty());
  EXPECT_TRUE(slots.cursor().is_null());
  EXPECT_EQ(slots.hash(), 0U);
  EXPECT_EQ(slots.take_changed(), Keys{b}) << "a looks as it did";
}

TEST_F(CollectionTest, ForgetsOldNewsOfRowsThatAreNotThere) {
  read(R"({"id":"a","version":1})", 10);
  slots.join_gone(b, at(10));
  slots.forget(at(10));
  EXPECT_NE(slots.state(b), nullptr);
  slots.forget(at(11));
  EXPECT_EQ(slots.state(b), nullptr);
  EXPECT_EQ(seen(a), R"({"id":"a","version":1})");
}

}  // namespace
}  // namespace tablattice
