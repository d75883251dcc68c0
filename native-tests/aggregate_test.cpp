#include "core/aggregate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tablattice {
namespace {

Aggregate aggregate(AggregateOp op, const std::string& field, std::optional<std::string> group_by = {}) {
  return {"name", op, field, std::move(group_by)};
}

Contribution contribution_of(const Aggregate& aggregate, const Json& row) {
  RowFields fields;
  const AggregateFields taken(aggregate, fields);
  const std::string text = dump_json(row);
  fields.read(text);
  return taken.contribution(fields);
}

// One aggregate and the rows that go in and out of it.
class Fixture {
 public:
  explicit Fixture(const Aggregate& aggregate) : aggregate_(aggregate), state_(aggregate) {}
  // Each returns whether the result is another one.
  bool add(const Json& row) {
    const std::uint64_t before = state_.version();
    state_.add(contribution_of(aggregate_, row));
    return state_.version() != before;
  }
  bool remove(const Json& row) {
    const std::uint64_t before = state_.version();
    state_.remove(contribution_of(aggregate_, row));
    return state_.version() != before;
  }
  std::uint64_t version() const { return state_.version(); }
  std::string since(std::uint64_t version) const {
    const AggregateState::Groups groups = state_.groups_since(version);
    return (groups.whole ? "whole " : "") + dump_json(groups.values);
  }
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

TEST(Aggregate, TellsTheGroupsWhoseValuesChanged) {
  Fixture sum(aggregate(AggregateOp::sum, "a", "g"));
  for (const char* group : {"x", "y", "z"}) sum.add({{"g", group}, {"a", 1}});
  const std::uint64_t before = sum.version();
  EXPECT_EQ(sum.since(before), "[]");
  EXPECT_EQ(sum.since(0), R"(whole [["x",1],["y",1],["z",1]])");
  sum.add({{"g", "y"}, {"a", 2}});
  const std::uint64_t between = sum.version();
  sum.add({{"g", "x"}, {"a", 5}});
  sum.add({{"g", "y"}, {"a", 4}});
  EXPECT_EQ(sum.since(before), R"([["x",6],["y",7]])");
  EXPECT_EQ(sum.since(between), R"([["x",6],["y",7]])");
  sum.add({{"g", "y"}, {"a", 1}});  // more notes than groups
  EXPECT_EQ(sum.since(between), R"(whole [["x",6],["y",8],["z",1]])");
  const std::uint64_t after = sum.version();
  sum.remove({{"g", "z"}, {"a", 1}});
  EXPECT_EQ(sum.since(after), R"(whole [["x",6],["y",8]])");
}

TEST(Aggregate, GroupsThatAreObjectsAreToldWhole) {
  Fixture count(aggregate(AggregateOp::count, "", "g"));
  const Json object = {{"g", {{"a", 1}}}};
  for (int row = 0; row < 3; ++row) count.add({{"g", 1}});
  count.add(object);
  const std::uint64_t before = count.version();
  count.add(object);
  EXPECT_EQ(count.since(before), R"(whole [[1,3],[{"a":1},2]])");
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
  EXPECT_EQ(contribution_of(sum, {{"a", 1}, {"g", "x"}}), contribution_of(sum, {{"a", 1.0}, {"g", "x"}, {"b", 2}}));
  EXPECT_FALSE(contribution_of(sum, {{"a", 1}}) == contribution_of(sum, {{"a", 1}, {"g", "x"}}));
  EXPECT_FALSE(contribution_of(sum, {{"a", 1}}) == contribution_of(sum, {{"a", 2}}));
}

}  // namespace
}  // namespace tablattice
