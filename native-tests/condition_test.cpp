#include "core/condition.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/json.hpp"
#include "support/row_matches.hpp"

namespace tablattice {
namespace {

Json json(const std::string& text) {
  const Result<Json> parsed = parse_json(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return parsed.value;
}

bool matches(const std::string& where, const std::string& row) {
  const Result<Condition> condition = Condition::parse(json(where));
  EXPECT_TRUE(condition.ok()) << where << ": " << condition.status.message;
  return row_matches(condition.value, json(row));
}

struct Example {
  const char* where;
  const char* row;
  bool matches;
};

TEST(Condition, Operators) {
  const Example examples[] = {
      {"{}", "{}", true},
      {R"({"a":1})", R"({"a":1})", true},
      {R"({"a":1})", R"({"a":1.0})", true},
      {R"({"a":1})", R"({"a":"1"})", false},
      {R"({"a":null})", R"({"b":1})", true},
      {R"({"a":null})", R"({"a":0})", false},
      {R"({"a":{"eq":[1,2]}})", R"({"a":[1,2]})", true},
      {R"({"a":{"eq":{"b":1}}})", R"({"a":{"b":2}})", false},
      {R"({"a":{"ne":1}})", R"({"a":1})", false},
      {R"({"a":{"ne":1}})", R"({})", true},
      {R"({"a":{"in":[3,1,"x",null]}})", R"({"a":"x"})", true},
      {R"({"a":{"in":[3,1,"x",null]}})", R"({})", true},
      {R"({"a":{"in":[3,1,"x"]}})", R"({"a":2})", false},
      {R"({"a":{"in":[]}})", R"({"a":2})", false},
      {R"({"a":{"lt":2}})", R"({"a":2})", false},
      {R"({"a":{"lt":2}})", R"({"a":1})", true},
      {R"({"a":{"lt":2}})", R"({})", true},
      {R"({"a":{"lte":2}})", R"({"a":2})", true},
      {R"({"a":{"lte":2}})", R"({"a":"1"})", false},
      {R"({"a":{"gt":2}})", R"({"a":2})", false},
      {R"({"a":{"gt":2}})", R"({"a":"1"})", true},
      {R"({"a":{"gte":2}})", R"({"a":2})", true},
      {R"({"a":{"gte":2}})", R"({"a":true})", false},
      {R"({"a":{"gte":"2026-12-01","lt":"2026-12-08"}})", R"({"a":"2026-12-07"})", true},
      {R"({"a":{"gte":"2026-12-01","lt":"2026-12-08"}})", R"({"a":"2026-12-08"})", false},
      {R"({"a":{"between":[1,3]}})", R"({"a":1})", true},
      {R"({"a":{"between":[1,3]}})", R"({"a":3})", true},
      {R"({"a":{"between":[1,3]}})", R"({"a":3.5})", false},
      {R"({"a":{"between":[3,1]}})", R"({"a":2})", false},
      {R"({"a":{"prefix":"An"}})", R"({"a":"Anna"})", true},
      {R"({"a":{"prefix":"An"}})", R"({"a":"Joanna"})", false},
      {R"({"a":{"prefix":"An"}})", R"({"a":"A"})", false},
      {R"({"a":{"prefix":""}})", R"({"a":5})", false},
      {R"({"a.b.c":1})", R"({"a":{"b":{"c":1}}})", true},
      {R"({"a.b.c":null})", R"({"a":{"b":7}})", true},
      {R"({"a":1,"b":2})", R"({"a":1,"b":3})", false},
      {R"({"$and":[{"a":1},{"b":2}]})", R"({"a":1,"b":2})", true},
      {R"({"$and":[{"a":1},{"b":2}]})", R"({"a":1})", false},
      {R"({"$and":[]})", R"({})", true},
      {R"({"$or":[{"a":1},{"b":2}]})", R"({"b":2})", true},
      {R"({"$or":[{"a":1},{"b":2}]})", R"({"b":1})", false},
      {R"({"$or":[]})", R"({})", false},
      {R"({"$not":{"a":1,"b":2}})", R"({"a":1})", true},
      {R"({"$not":{"a":1,"b":2}})", R"({"a":1,"b":2})", false},
      {R"({"c":3,"$or":[{"a":1},{"$not":{"b":2}}]})", R"({"c":3,"b":2})", false},
      {R"({"c":3,"$or":[{"a":1},{"$not":{"b":2}}]})", R"({"c":3})", true},
  };
  for (const Example& example : examples) {
    EXPECT_EQ(matches(example.where, example.row), example.matches) << example.where << " on " << example.row;
  }
}

TEST(Condition, TheDefaultIsTrueOfEveryRow) { EXPECT_TRUE(row_matches(Condition(), json("{}"))); }

struct Refusal {
  const char* where;
  const char* place;
};

TEST(Condition, RefusesWhatIsMalformedAndSaysWhere) {
  const Refusal refusals[] = {
      {"null", "where"},
      {"[]", "where"},
      {R"("a")", "where"},
      {R"({"a":{"like":"x"}})", "where.a.like"},
      {R"({"a":{"$gt":1}})", "where.a.$gt"},
      {R"({"a":{}})", "where.a"},
      {R"({"a":[1]})", "where.a"},
      {R"({"a":{"lt":[1]}})", "where.a.lt"},
      {R"({"a":{"lte":{}}})", "where.a.lte"},
      {R"({"a":{"gt":[]}})", "where.a.gt"},
      {R"({"a":{"gte":{"b":1}}})", "where.a.gte"},
      {R"({"a":{"between":1}})", "where.a.between"},
      {R"({"a":{"between":[1]}})", "where.a.between"},
      {R"({"a":{"between":[1,2,3]}})", "where.a.between"},
      {R"({"a":{"between":[1,[2]]}})", "where.a.between"},
      {R"({"a":{"in":"x"}})", "where.a.in"},
      {R"({"a":{"prefix":1}})", "where.a.prefix"},
      {R"({"$and":{}})", "where.$and"},
      {R"({"$or":null})", "where.$or"},
      {R"({"$or":[{"a":1},5]})", "where.$or.1"},
      {R"({"$and":[{"$or":[{"a":{"oops":1}}]}]})", "where.$and.0.$or.0.a.oops"},
      {R"({"$not":[{"a":1}]})", "where.$not"},
      {R"({"$nor":[]})", "where.$nor"},
      {R"({"":1})", "where."},
      {R"({"a..b":1})", "where.a..b"},
      {R"({".a":1})", "where..a"},
      {R"({"a.":1})", "where.a."},
  };
  for (const Refusal& refusal : refusals) {
    const Result<Condition> condition = Condition::parse(json(refusal.where));
    EXPECT_EQ(condition.status.code, "query_invalid") << refusal.where;
    EXPECT_EQ(condition.status.where, refusal.place) << refusal.where;
    EXPECT_FALSE(condition.status.message.empty());
  }
}

Json nested(std::size_t levels) {
  Json where = {{"a", 1}};
  for (std::size_t level = 1; level < levels; ++level) where = Json{{"$not", where}};
  return where;
}

TEST(Condition, NestingIsBounded) {
  EXPECT_TRUE(Condition::parse(nested(json_depth_max)).ok());
  EXPECT_EQ(Condition::parse(nested(json_depth_max + 1)).status.code, "query_invalid");
}

TEST(Condition, TheNumberOfTestsIsBounded) {
  Json alternatives = Json::array();
  for (std::size_t test = 0; test < condition_tests_max; ++test) alternatives.push_back({{"a", test}});
  EXPECT_TRUE(Condition::parse({{"$or", alternatives}}).ok());
  alternatives.push_back({{"a", -1}});
  EXPECT_EQ(Condition::parse({{"$or", alternatives}}).status.code, "query_invalid");
}

}  // namespace
}  // namespace tablattice
