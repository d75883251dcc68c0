#include "core/query.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/row_matches.hpp"

namespace tablattice {
namespace {

Result<Query> parse(const std::string& text) {
  const Result<Json> parsed = parse_json(text);
  EXPECT_TRUE(parsed.ok()) << text;
  return Query::parse(parsed.value);
}

TEST(Query, ReadsEveryMember) {
  const Result<Query> parsed =
      parse(R"({"from":"availability","where":{"isActive":true},"orderBy":["date","-address.city"],
      "offset":10,"limit":50,
      "aggregates":{"per":{"op":"count","groupBy":"therapist.id"},"last":{"op":"max","field":"date"}}})");
  ASSERT_TRUE(parsed.ok()) << parsed.status.message;
  const Query& query = parsed.value;
  EXPECT_EQ(query.from, "availability");
  EXPECT_TRUE(row_matches(query.where, {{"isActive", true}}));
  EXPECT_FALSE(row_matches(query.where, {{"isActive", false}}));
  ASSERT_EQ(query.order_by.size(), 2U);
  EXPECT_EQ(query.order_by[0].path, "date");
  EXPECT_FALSE(query.order_by[0].descending);
  EXPECT_EQ(query.order_by[1].path, "address.city");
  EXPECT_TRUE(query.order_by[1].descending);
  EXPECT_EQ(query.offset, 10U);
  EXPECT_EQ(query.limit, 50U);
  ASSERT_EQ(query.aggregates.size(), 2U);
  EXPECT_EQ(query.aggregates[0].name, "last");
  EXPECT_EQ(query.aggregates[0].op, AggregateOp::max);
  EXPECT_EQ(query.aggregates[0].field, "date");
  EXPECT_FALSE(query.aggregates[0].group_by);
  EXPECT_EQ(query.aggregates[1].op, AggregateOp::count);
  EXPECT_EQ(query.aggregates[1].group_by, "therapist.id");
}

TEST(Query, AllButFromMayBeMissing) {
  const Result<Query> parsed = parse(R"({"from":"a"})");
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(row_matches(parsed.value.where, Json::object()));
  EXPECT_TRUE(parsed.value.order_by.empty());
  EXPECT_EQ(parsed.value.offset, 0U);
  EXPECT_FALSE(parsed.value.limit);
  EXPECT_TRUE(parsed.value.aggregates.empty());
}

TEST(Query, TakesShortFormsAndExtremes) {
  EXPECT_EQ(parse(R"({"from":"a","orderBy":"-b"})").value.order_by.size(), 1U);
  EXPECT_TRUE(parse(R"({"from":"a","orderBy":[]})").ok());
  EXPECT_FALSE(parse(R"({"from":"a","limit":null})").value.limit);
  EXPECT_EQ(parse(R"({"from":"a","limit":0})").value.limit, 0U);
  EXPECT_EQ(parse(R"({"from":"a","offset":9007199254740991})").value.offset, 9007199254740991U);
}

struct Refusal {
  const char* query;
  const char* place;
};

TEST(Query, RefusesWhatIsMalformedAndSaysWhere) {
  const Refusal refusals[] = {
      {"[]", ""},
      {"null", ""},
      {"{}", "from"},
      {R"({"from":1})", "from"},
      {R"({"from":""})", "from"},
      {R"({"from":"a","select":[]})", "select"},
      {R"({"from":"a","where":null})", "where"},
      {R"({"from":"a","where":{"b":{"like":1}}})", "where.b.like"},
      {R"({"from":"a","orderBy":1})", "orderBy"},
      {R"({"from":"a","orderBy":null})", "orderBy"},
      {R"({"from":"a","orderBy":""})", "orderBy"},
      {R"({"from":"a","orderBy":"-"})", "orderBy"},
      {R"({"from":"a","orderBy":"$pending"})", "orderBy"},
      {R"({"from":"a","orderBy":["b",1]})", "orderBy.1"},
      {R"({"from":"a","orderBy":["b","c","-b"]})", "orderBy.2"},
      {R"({"from":"a","orderBy":["b","b..c"]})", "orderBy.1"},
      {R"({"from":"a","offset":-1})", "offset"},
      {R"({"from":"a","offset":1.5})", "offset"},
      {R"({"from":"a","offset":"1"})", "offset"},
      {R"({"from":"a","offset":null})", "offset"},
      {R"({"from":"a","offset":9007199254740992})", "offset"},
      {R"({"from":"a","offset":18446744073709551615})", "offset"},
      {R"({"from":"a","limit":-1})", "limit"},
      {R"({"from":"a","limit":"10"})", "limit"},
      {R"({"from":"a","limit":true})", "limit"},
      {R"({"from":"a","limit":0.5})", "limit"},
      {R"({"from":"a","aggregates":[]})", "aggregates"},
      {R"({"from":"a","aggregates":{"n":"count"}})", "aggregates.n"},
      {R"({"from":"a","aggregates":{"n":{}}})", "aggregates.n"},
      {R"({"from":"a","aggregates":{"n":{"op":"avg","field":"b"}}})", "aggregates.n.op"},
      {R"({"from":"a","aggregates":{"n":{"op":1}}})", "aggregates.n.op"},
      {R"({"from":"a","aggregates":{"n":{"op":"sum"}}})", "aggregates.n.field"},
      {R"({"from":"a","aggregates":{"n":{"op":"min","groupBy":"b"}}})", "aggregates.n.field"},
      {R"({"from":"a","aggregates":{"n":{"op":"max","field":5}}})", "aggregates.n.field"},
      {R"({"from":"a","aggregates":{"n":{"op":"max","field":""}}})", "aggregates.n.field"},
      {R"({"from":"a","aggregates":{"n":{"op":"count","field":"b"}}})", "aggregates.n.field"},
      {R"({"from":"a","aggregates":{"n":{"op":"count","groupBy":["b"]}}})", "aggregates.n.groupBy"},
      {R"({"from":"a","aggregates":{"n":{"op":"count","by":"b"}}})", "aggregates.n.by"},
  };
  for (const Refusal& refusal : refusals) {
    const Result<Query> parsed = parse(refusal.query);
    EXPECT_EQ(parsed.status.code, "query_invalid") << refusal.query;
    EXPECT_EQ(parsed.status.where, refusal.place) << refusal.query;
    EXPECT_FALSE(parsed.status.message.empty());
  }
}

Json query_with(std::size_t order_terms, std::size_t aggregates) {
  Json query = {{"from", "a"}, {"orderBy", Json::array()}, {"aggregates", Json::object()}};
  for (std::size_t term = 0; term < order_terms; ++term) query["orderBy"].push_back("f" + std::to_string(term));
  for (std::size_t name = 0; name < aggregates; ++name) query["aggregates"][std::to_string(name)] = {{"op", "count"}};
  return query;
}

TEST(Query, ItsListsAreBounded) {
  EXPECT_TRUE(Query::parse(query_with(order_terms_max, aggregates_max)).ok());
  EXPECT_EQ(Query::parse(query_with(order_terms_max + 1, 0)).status.where, "orderBy");
  EXPECT_EQ(Query::parse(query_with(0, aggregates_max + 1)).status.where, "aggregates");
}

}  // namespace
}  // namespace tablattice
