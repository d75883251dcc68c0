#include "core/view.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "support/view_desk.hpp"

namespace tablattice {
namespace {

// A row that is nothing but a number.
std::string row(int x) { return R"({"x":)" + std::to_string(x) + "}"; }

TEST(View, TheFirstPatchIsWholeEvenWhereThereIsNothing) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","aggregates":{"n":{"op":"count"},"s":{"op":"sum","field":"x"},
                             "m":{"op":"min","field":"x"},"g":{"op":"count","groupBy":"x"}}})");
  EXPECT_TRUE(view.changed());
  EXPECT_EQ(desk.patch(view), R"({"total":0,"splices":[],"aggregates":{"m":null,"n":0,"s":0},)"
                              R"("groups":{"g":{"whole":true,"values":[]}}})");
  EXPECT_FALSE(view.changed());
  EXPECT_EQ(desk.patch(view), "{}");
}

TEST(View, OrdersByFieldsThenByKey) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","orderBy":["day","-hour"]})");
  desk.put("\"c\"", R"({"n":7,"day":1,"hour":5})");
  desk.put("\"b\"", R"({"n":4,"day":1,"hour":7})");
  desk.put("\"d\"", R"({"n":5,"day":1,"hour":7})");
  desk.put("10", R"({"n":3,"day":1,"hour":7})");
  desk.put("9", R"({"n":2,"day":1,"hour":7})");
  desk.put("\"a\"", R"({"n":9,"day":2})");
  desk.put("\"z\"", R"({"n":1,"hour":1})");
  desk.put("\"y\"", R"({"n":8,"day":1})");
  const Json patch = Json::parse(desk.patch(view));
  std::string order;
  for (const Json& each : patch["splices"][0][2]) order += dump_json(each["n"]);
  EXPECT_EQ(order, "12345789");
}

TEST(View, KeysThatAreEqualAsNumbersAreRowsOfTheirOwn) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","orderBy":"id"})");
  for (const char* key : {"1.0", "1", "2"}) desk.put(key, std::string("{\"id\":") + key + "}");
  EXPECT_EQ(desk.patch(view), R"({"total":3,"splices":[[0,0,[{"id":1},{"id":1.0},{"id":2}]]]})");
  desk.drop("1");
  EXPECT_EQ(desk.patch(view), R"({"total":2,"splices":[[0,1,[]]]})");
}

TEST(View, TellsARowThatChangedAlone) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","orderBy":"x"})");
  desk.put("1", row(1));
  desk.put("2", row(2));
  EXPECT_EQ(desk.patch(view), R"({"total":2,"splices":[[0,0,[{"x":1},{"x":2}]]]})");
  desk.put("2", R"({"x":2,"y":"new"})");
  desk.put("2", R"({"x":2,"y":"newer"})");
  EXPECT_TRUE(view.changed());
  EXPECT_EQ(desk.patch(view), R"({"splices":[[1,1,[{"x":2,"y":"newer"}]]]})");
  desk.put("2", row(0));
  EXPECT_EQ(desk.patch(view), R"({"splices":[[0,0,[{"x":0}]],[1,1,[]]]})") << "row 1 is not told again";
}

TEST(View, WhatComesAndGoesBetweenTwoReadsIsNoNews) {
  ViewDesk desk;
  for (const char* key : {"1", "3"}) desk.put(key, row(std::stoi(key)));
  View& view = desk.open(R"({"from":"a","orderBy":"x"})");
  desk.patch(view);
  desk.put("2", row(2));
  desk.put("2", row(9));
  desk.drop("2");
  EXPECT_EQ(desk.patch(view), "{}");
  desk.drop("1");
  desk.put("1", row(1));
  EXPECT_EQ(desk.patch(view), R"({"splices":[[0,1,[{"x":1}]]]})") << "it may be another row";
}

TEST(View, RowsOutOfTheWindowChangeNothing) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","where":{"on":true},"orderBy":"x","offset":1,"limit":2})");
  for (int key = 0; key < 6; ++key) {
    desk.put(std::to_string(key), R"({"on":true,"x":)" + std::to_string(key * 10) + "}");
  }
  desk.patch(view);
  desk.put("9", R"({"on":false,"x":15})");   // does not match
  desk.drop("9");                            // nor did it
  desk.drop("8");                            // was never there
  desk.put("5", R"({"on":true,"x":40.5})");  // moves behind the window, stays behind
  desk.put("4", R"({"on":true,"x":60})");    // moves within what is behind
  desk.put("0", R"({"on":true,"x":5})");     // stays before it
  EXPECT_FALSE(view.changed());
  EXPECT_EQ(desk.patch(view), "{}");
  desk.drop("5");  // the total
  EXPECT_TRUE(view.changed());
  EXPECT_EQ(desk.patch(view), R"({"total":5})");
}

TEST(View, AChangeBeforeTheWindowMovesIt) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","orderBy":"x","offset":1,"limit":1})");
  for (int key : {1, 2, 3}) desk.put(std::to_string(key), row(key));
  desk.patch(view);
  desk.drop("1");
  EXPECT_EQ(desk.patch(view), R"({"total":2,"splices":[[0,1,[{"x":3}]]]})");
  desk.put("1", row(1));
  EXPECT_EQ(desk.patch(view), R"({"total":3,"splices":[[0,1,[{"x":2}]]]})");
  desk.put("1", row(9));
  EXPECT_EQ(desk.patch(view), R"({"splices":[[0,1,[{"x":3}]]]})");
}

// What is not logged because it lies behind the window must not come into it unnoticed.
TEST(View, WhatHappenedBehindTheWindowIsThereWhenTheWindowReachesIt) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","orderBy":"x","limit":2})");
  for (int key : {10, 20, 30, 40}) desk.put(std::to_string(key), row(key));
  desk.patch(view);
  desk.put("35", row(35));
  desk.patch(view);
  for (int key : {1, 2, 3}) desk.put(std::to_string(key), row(key));
  desk.put("15", row(15));  // is behind the window now
  for (int key : {1, 2, 3}) desk.drop(std::to_string(key));
  EXPECT_EQ(desk.patch(view), R"({"total":6,"splices":[[1,1,[{"x":15}]]]})");
  for (int key : {10, 15, 20}) desk.drop(std::to_string(key));
  EXPECT_EQ(desk.patch(view), R"({"total":3,"splices":[[0,2,[{"x":30},{"x":35}]]]})");
}

TEST(View, TheWindowMoves) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","limit":2})");
  for (int key : {1, 2, 3}) desk.put(std::to_string(key), row(key));
  desk.patch(view);
  view.set_window(0, 2);
  EXPECT_FALSE(view.changed());
  view.set_window(1, 2);
  EXPECT_TRUE(view.changed());
  EXPECT_EQ(desk.patch(view), R"({"splices":[[0,1,[]],[2,0,[{"x":3}]]]})");
  view.set_window(7, std::nullopt);
  EXPECT_EQ(desk.patch(view), R"({"splices":[[0,2,[]]]})");
  view.set_window(0, 0);
  EXPECT_EQ(desk.patch(view), "{}");
  view.set_window(2, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(desk.patch(view), R"({"splices":[[0,0,[{"x":3}]]]})");
}

TEST(View, AggregatesCoverAllMatchingRows) {
  ViewDesk desk;
  View& view = desk.open(R"({"from":"a","where":{"on":true},"limit":0,"aggregates":{
      "per":{"op":"count","groupBy":"who"},"last":{"op":"max","field":"x"}}})");
  desk.put("1", R"({"on":true,"who":"b","x":1})");
  desk.put("2", R"({"on":true,"who":"a","x":5})");
  EXPECT_EQ(desk.patch(view), R"({"total":2,"splices":[],"aggregates":{"last":5},)"
                              R"("groups":{"per":{"whole":true,"values":[["a",1],["b",1]]}}})");
  desk.put("1", R"({"on":true,"who":"b","x":2})");
  EXPECT_FALSE(view.changed());
  desk.put("3", R"({"on":true,"who":"b","x":2})");
  EXPECT_EQ(desk.patch(view), R"({"total":3,"groups":{"per":{"whole":false,"values":[["b",2]]}}})");
  desk.put("2", R"({"on":false,"who":"a","x":5})");
  EXPECT_EQ(desk.patch(view),
            R"({"total":2,"aggregates":{"last":2},"groups":{"per":{"whole":true,"values":[["b",2]]}}})");
}

// A view of all rows is told of as little as one of fifty: a log that is longer than the rows are many is of no use.
TEST(View, AHundredChangesOfManyRowsAreToldAsAHundred) {
  ViewDesk desk;
  for (int key = 0; key < 5000; ++key) desk.rows[std::to_string(key)] = row(key);
  View& all = desk.open(R"({"from":"a","orderBy":"x"})");
  View& few = desk.open(R"({"from":"a","orderBy":"x","limit":50})");
  desk.patch(all);
  desk.patch(few);
  for (int key = 0; key < 5000; key += 50) desk.put(std::to_string(key), row(key) + " ");
  EXPECT_EQ(Json::parse(desk.patch(all))["splices"].size(), 100U);
  EXPECT_EQ(Json::parse(desk.patch(few))["splices"].size(), 1U);
  for (int key = 0; key < 5000; ++key) desk.put(std::to_string(key), row(5000 - key));
  EXPECT_EQ(Json::parse(desk.patch(all))["splices"].size(), 1U) << "all of them: the window is told anew";
  EXPECT_EQ(Json::parse(desk.patch(few))["splices"].size(), 1U);
}

}  // namespace
}  // namespace tablattice
