#include "core/aggregate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tablattice {
namespace {

Aggregate aggregate(AggregateOp op, const std::string& field, std::optional<std::string> group_by = {}) {
  return {"name", op, field, std::move(group_by)};
}

// One aggregate and the rows that go in and out of it.
class Fixture {
 public:
  explicit Fixture(const Aggregate& aggregate) : aggregate_(aggregate), state_(aggregate) {}
  bool add(const Json& row) { return state_.add(Contribution::of(aggregate_, row)); }
  bool remove(const Json& row) { return state_.remove(Contribution::of(aggregate_, row)); }
  std::string result() const { return dump_json(state_.result()); }

 private:
  Aggregate aggregate_;
  AggregateState state_;
};

TEST(Aggregate, OfNoRows) {
  EXPECT_EQ(Fixture(aggregate(AggregateOp::count, "")).result(), "0");
  EXPECT_EQ(Fixture(aggregate(AggregateOp::sum, "a")).result(), "0");
  EXPECT_EQ(Fixture(aggregate(AggregateOp::min, "a")).result(), "null");
  EXPECT_EQ(Fixture(aggregate(AggregateOp::max, "a")).result(), "null");
  EXPECT_EQ(Fixture(aggregate(AggregateOp::count, "", "g")).result(), "[]");
}

TEST(Aggregate, CountsRows) {
  Fixture count(aggregate(AggregateOp::count, ""));
  EXPECT_TRUE(count.add({{"a", nullptr}}));
  EXPECT_TRUE(count.add(Json::object()));
  EXPECT_EQ(count.result(), "2");
  EXPECT_TRUE(count.remove(Json::object()));
  EXPECT_EQ(count.result(), "1");
}

TEST(Aggregate, SumLeavesOutWhatIsNoNumber) {
  Fixture sum(aggregate(AggregateOp::sum, "a.b"));
  EXPECT_TRUE(sum.add({{"a", {{"b", 1.5}}}}));
  EXPECT_FALSE(sum.add({{"a", {{"b", "7"}}}}));
  EXPECT_FALSE(sum.add({{"a", {{"b", true}}}}));
  EXPECT_FALSE(sum.add({{"a", 7}}));
  EXPECT_FALSE(sum.add({{"a", {{"b", 0}}}}));
  EXPECT_TRUE(sum.add({{"a", {{"b", 2}}}}));
  EXPECT_EQ(sum.result(), "3.5");
  EXPECT_FALSE(sum.remove({{"a", {{"b", "7"}}}}));
  EXPECT_TRUE(sum.remove({{"a", {{"b", 1.5}}}}));
  EXPECT_EQ(sum.result(), "2");
}

TEST(Aggregate, MinAndMaxSurviveDeletes) {
  Fixture min(aggregate(AggregateOp::min, "a"));
  Fixture max(aggregate(AggregateOp::max, "a"));
  for (const Json& value : {Json(3), Json(1), Json(1.0), Json("b"), Json("a"), Json()}) {
    min.add({{"a", value}});
    max.add({{"a", value}});
  }
  EXPECT_EQ(min.result(), "1");
  EXPECT_EQ(max.result(), "\"b\"");
  EXPECT_FALSE(min.remove({{"a", 1}}));
  EXPECT_EQ(min.result(), "1");
  EXPECT_TRUE(min.remove({{"a", 1}}));
  EXPECT_EQ(min.result(), "3");
  EXPECT_TRUE(max.remove({{"a", "b"}}));
  EXPECT_EQ(max.result(), "\"a\"");
  EXPECT_FALSE(max.remove({{"a", nullptr}}));
  EXPECT_TRUE(max.remove({{"a", "a"}}));
  EXPECT_EQ(max.result(), "3");
}

TEST(Aggregate, GroupsAreInTheOrderOfValuesAndVanishWhenEmpty) {
  Fixture count(aggregate(AggregateOp::count, "", "g"));
  for (const char* row : {R"({"g":"b"})", R"({"g":2})", "{}", R"({"g":2.0})", R"({"g":"a"})", R"({"g":true})"}) {
    EXPECT_TRUE(count.add(parse_json(row).value));
  }
  EXPECT_EQ(count.result(), R"([[null,1],[true,1],[2,2],["a",1],["b",1]])");
  EXPECT_TRUE(count.remove({{"g", "a"}}));
  EXPECT_TRUE(count.remove({{"g", 2}}));
  EXPECT_TRUE(count.remove(Json::object()));
  EXPECT_EQ(count.result(), R"([[true,1],[2,1],["b",1]])");
}

TEST(Aggregate, AGroupWithoutValuesIsThereAsLongAsItHasRows) {
  Fixture max(aggregate(AggregateOp::max, "a", "g"));
  EXPECT_TRUE(max.add({{"g", 1}}));
  EXPECT_FALSE(max.add({{"g", 1}}));
  EXPECT_EQ(max.result(), "[[1,null]]");
  EXPECT_FALSE(max.remove({{"g", 1}}));
  EXPECT_TRUE(max.remove({{"g", 1}}));
  EXPECT_EQ(max.result(), "[]");
}

TEST(Aggregate, ContributionsCompareAsValues) {
  const Aggregate sum = aggregate(AggregateOp::sum, "a", "g");
  EXPECT_EQ(Contribution::of(sum, {{"a", 1}, {"g", "x"}}), Contribution::of(sum, {{"a", 1.0}, {"g", "x"}, {"b", 2}}));
  EXPECT_FALSE(Contribution::of(sum, {{"a", 1}}) == Contribution::of(sum, {{"a", 1}, {"g", "x"}}));
  EXPECT_FALSE(Contribution::of(sum, {{"a", 1}}) == Contribution::of(sum, {{"a", 2}}));
}

}  // namespace
}  // namespace tablattice
