#include "core/live_views.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/view_client.hpp"
#include "support/view_desk.hpp"

namespace tablattice {
namespace {

std::string row(const std::string& who, int x) { return R"({"who":")" + who + R"(","x":)" + std::to_string(x) + "}"; }

TEST(LiveViews, ViewsOfTheSameRowsShareAnIndexAndItsOnePass) {
  ViewDesk desk;
  for (int key = 0; key < 20; ++key) desk.rows[std::to_string(key)] = row("a", key);
  View& first = desk.open(R"({"from":"a","where":{"who":"a"},"orderBy":"x","limit":2})");
  View& second = desk.open(R"({"from":"a","orderBy":"x","where":{"who":"a"},"offset":2,"limit":1})");
  View& third = desk.open(R"({"from":"a","orderBy":"x","where":{"who":"a"},"aggregates":{"n":{"op":"count"}}})");
  EXPECT_EQ(desk.passes, 1);
  EXPECT_EQ(desk.views.index_count(), 1U);
  EXPECT_EQ(desk.patch(second), R"({"total":20,"splices":[[0,0,[{"who":"a","x":2}]]]})");
  EXPECT_EQ(Json::parse(desk.patch(third))["aggregates"]["n"], 20);
  desk.patch(first);
  EXPECT_TRUE(desk.views.news().empty());
  desk.put("0", row("b", 0));
  EXPECT_EQ(desk.views.news().size(), 3U);
  desk.views.close(first);
  EXPECT_EQ(desk.views.news().size(), 2U);
  EXPECT_EQ(desk.patch(second), R"({"total":19,"splices":[[0,1,[{"who":"a","x":3}]]]})");
  EXPECT_EQ(Json::parse(desk.patch(third))["aggregates"]["n"], 19);
  desk.views.close(second);
  desk.views.close(third);
  EXPECT_EQ(desk.views.index_count(), 0U);
  desk.put("1", row("b", 0));
  EXPECT_TRUE(desk.views.empty());
}

TEST(LiveViews, AnAggregateIsComputedOnceAndGoesWithItsLastView) {
  ViewDesk desk;
  for (int key = 0; key < 9; ++key) desk.rows[std::to_string(key)] = row(key % 2 == 0 ? "a" : "b", key);
  const std::string sum = R"({"from":"a","aggregates":{"s":{"op":"sum","field":"x"}}})";
  View& first = desk.open(sum);
  View& second = desk.open(R"({"from":"a","aggregates":{"other":{"op":"sum","field":"x"}}})");
  desk.views.close(first);
  desk.put("1", row("b", 101));
  EXPECT_EQ(Json::parse(desk.patch(second))["aggregates"]["other"], 136);
  View& third = desk.open(R"({"from":"a","aggregates":{"m":{"op":"max","field":"x","groupBy":"who"}}})");
  desk.views.close(second);
  desk.put("2", row("c", 7));
  View& fourth = desk.open(sum);  // takes the place of the one that went
  desk.put("3", row("c", 9));
  EXPECT_EQ(dump_json(Json::parse(desk.patch(third))["groups"]["m"]["values"]), R"([["a",8],["b",101],["c",9]])");
  EXPECT_EQ(Json::parse(desk.patch(fourth))["aggregates"]["s"], 147);
}

// Each view is of one person; a change concerns the two between whom the row goes.
TEST(LiveViews, AChangeFindsTheViewsOfItsValue) {
  ViewDesk desk;
  std::vector<View*> views;
  for (int who = 0; who < 500; ++who) {
    views.push_back(&desk.open(R"({"from":"a","where":{"who":"p)" + std::to_string(who) + R"("}})"));
    desk.patch(*views.back());
  }
  desk.put("1", row("p7", 1));
  ASSERT_EQ(desk.views.news(), std::vector<View*>{views[7]});
  desk.patch(*views[7]);
  desk.put("1", row("p8", 1));
  ASSERT_EQ(desk.views.news(), (std::vector<View*>{views[7], views[8]}));
  EXPECT_EQ(desk.patch(*views[7]), R"({"total":0,"splices":[[0,1,[]]]})");
  EXPECT_EQ(desk.patch(*views[8]), R"({"total":1,"splices":[[0,0,[{"who":"p8","x":1}]]]})");
  desk.put("1", R"({"x":1})");
  desk.patch(*views[8]);
  desk.put("1", R"({"x":2})");
  EXPECT_TRUE(desk.views.news().empty());
}

TEST(LiveViews, AFieldMayHaveOneOfSeveralValues) {
  ViewDesk desk;
  View& some = desk.open(R"({"from":"a","where":{"who":{"in":["p1","p2",null,3,3.0]}}})");
  View& none = desk.open(R"({"from":"a","where":{"who":{"in":[]}}})");
  View& both = desk.open(R"({"from":"a","where":{"$and":[{"who":"p1"},{"on":true}]}})");
  desk.put("1", R"({"who":"p1"})");
  desk.put("2", R"({"who":"p2","on":true})");
  desk.put("3", R"({"who":3})");
  desk.put("4", "{}");
  desk.put("5", R"({"who":"p5"})");
  desk.put("6", R"({"who":"p1","on":true})");
  EXPECT_EQ(some.total(), 5U);
  EXPECT_EQ(none.total(), 0U);
  EXPECT_EQ(both.total(), 1U);
}

// A pass over all rows per change would take minutes here.
TEST(LiveViews, RowsThatComeTogetherAreShownLikeRowsThatComeOneByOne) {
  ViewDesk together;
  ViewDesk singly;
  const char* query = R"({"from":"a","where":{"who":"p"},"orderBy":"x","offset":3,"limit":40,
                          "aggregates":{"n":{"op":"count","groupBy":"who"},"s":{"op":"sum","field":"x"}}})";
  View& one = together.open(query);
  View& other = singly.open(query);
  ViewClient client;
  ViewClient expected;
  // Many where there are none, few among many, and many among many.
  for (const auto& [from, to] : {std::pair(0, 3000), std::pair(3000, 3010), std::pair(3010, 6000)}) {
    std::map<std::string, std::string> fresh;
    for (int key = from; key < to; ++key) fresh[std::to_string(key)] = row(key % 3 == 0 ? "q" : "p", key * 7919 % 6007);
    together.put_all(fresh);
    for (const auto& [key, text] : fresh) singly.put(key, text);
    ASSERT_EQ(client.apply(together.patch(one)), "");
    ASSERT_EQ(expected.apply(singly.patch(other)), "");
    ASSERT_EQ(client.total(), expected.total());
    ASSERT_EQ(client.rows(), expected.rows());
    ASSERT_EQ(dump_json(client.aggregates()), dump_json(expected.aggregates()));
  }
  together.drop("1");
  ASSERT_EQ(client.apply(together.patch(one)), "");
  EXPECT_EQ(client.total(), Json(3999));
}

TEST(LiveViews, AChangeDoesNotCostAPassOverAllRows) {
  ViewDesk desk;
  for (int key = 0; key < 50000; ++key) desk.rows[std::to_string(key)] = row("p", key * 7919 % 50000);
  View& all = desk.open(R"({"from":"a","orderBy":"x","aggregates":{"s":{"op":"sum","field":"x","groupBy":"who"}}})");
  ViewClient client;
  ASSERT_EQ(client.apply(desk.patch(all)), "");
  std::size_t told = 0;
  for (int step = 0; step < 20000; ++step) {
    desk.put(std::to_string(step * 31 % 50000), row("p", step));
    told += desk.patch(all).size();
  }
  EXPECT_EQ(all.total(), 50000U);
  EXPECT_LT(told, 20000U * 150U);
}

}  // namespace
}  // namespace tablattice
