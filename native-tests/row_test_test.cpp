#include "core/row_test.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/json.hpp"

namespace tablattice {
namespace {

Condition condition_of(const std::string& where) {
  const Result<Condition> condition = Condition::parse(parse_json(where).value);
  EXPECT_TRUE(condition.ok()) << where << ": " << condition.status.message;
  return condition.value;
}

// Of rows as they may be written; what each operator means is condition_test's.
bool holds(const std::string& where, const std::string& row) {
  RowFields fields;
  const RowTest test(condition_of(where), fields);
  fields.read(row);
  return test.holds();
}

TEST(RowTest, ComparesValuesHoweverTheyAreWritten) {
  EXPECT_TRUE(holds(R"({"a":100})", R"({"a":1e2})"));
  EXPECT_TRUE(holds(R"({"a":100.0})", R"({"a":100})"));
  EXPECT_TRUE(holds(R"({"a":{"between":[-1500,-1500]}})", R"({"a":-1.5e3})"));
  EXPECT_TRUE(holds(R"({"a":{"gt":9007199254740992}})", R"({"a":9007199254740993})"));
  EXPECT_TRUE(holds(R"({"a":"x\"y"})", R"({"a":"x\u0022y"})"));
  EXPECT_TRUE(holds(R"({"a":{"prefix":"x\""}})", R"({"a":"x\"y"})"));
  EXPECT_TRUE(holds(R"({"a":{"prefix":"x\u0000"}})", R"({"a":"x\u0000y"})"));
  EXPECT_FALSE(holds(R"({"a":{"prefix":"x\u0000"}})", R"({"a":"x"})"));
  EXPECT_FALSE(holds(R"({"a":{"prefix":"x\u0000"}})", R"({"a":"xy"})"));
  EXPECT_TRUE(holds(R"({"a":{"gt":"x"}})", R"({"a":"x\u0000"})"));
  EXPECT_TRUE(holds(R"({"a":{"in":[{"b":1},[]]}})", R"({"a":{"b":1}})"));
}

TEST(RowTest, FindsTheFieldAmongOthersOfItsName) {
  EXPECT_FALSE(holds(R"({"a":1})", R"({"b":{"a":1},"a":{"a":1}})"));
  EXPECT_TRUE(holds(R"({"a":1})", R"({"b":{"a":2},"c":[{"a":3}],"a":1})"));
  EXPECT_TRUE(holds(R"({"a.a":1,"b.a":2})", R"({"b":{"a":2},"a":{"a":1}})"));
  EXPECT_TRUE(holds(R"({"a":null})", R"({"b":"\"a\":1"})"));
}

TEST(RowTest, ReleasesWhatItUsed) {
  RowFields fields;
  const RowFields::Place other = fields.use("a");
  { const RowTest test(condition_of(R"({"a":1,"$or":[{"b":1},{"$not":{"c.d":1}}]})"), fields); }
  EXPECT_EQ(fields.use("e"), other + 1);
  EXPECT_EQ(fields.use("f"), other + 2);
}

}  // namespace
}  // namespace tablattice
