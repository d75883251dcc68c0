#include "core/view.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>

namespace tablattice {
namespace {

// A view and the texts of the rows that were applied to it.
class Fixture {
 public:
  explicit Fixture(const std::string& query) : view(parse(query)) {}

  void put(const std::string& key, const std::string& text) {
    rows_[key] = text;
    const Json row = parse_json(text).value;
    view.apply(key, &row);
  }
  void drop(const std::string& key) {
    rows_.erase(key);
    view.apply(key, nullptr);
  }
  std::string patch() {
    return view.take_patch([this](const std::string& key) { return std::string_view(rows_.at(key)); });
  }

  View view;

 private:
  static Query parse(const std::string& text) {
    Result<Query> query = Query::parse(parse_json(text).value);
    EXPECT_TRUE(query.ok()) << query.status.message;
    return query.value;
  }

  std::map<std::string, std::string> rows_;
};

TEST(View, TheFirstPatchIsWholeEvenWhereThereIsNothing) {
  Fixture fixture(
      R"({"from":"a","aggregates":{"n":{"op":"count"},"s":{"op":"sum","field":"x"},"m":{"op":"min","field":"x"}}})");
  EXPECT_TRUE(fixture.view.changed());
  EXPECT_EQ(fixture.patch(), R"({"total":0,"order":[],"aggregates":{"m":null,"n":0,"s":0}})");
  EXPECT_FALSE(fixture.view.changed());
  EXPECT_EQ(fixture.patch(), R"({"total":0})");
}

TEST(View, OrdersByFieldsThenByKey) {
  Fixture fixture(R"({"from":"a","orderBy":["day","-hour"]})");
  fixture.put("\"c\"", R"({"day":1,"hour":5})");
  fixture.put("\"b\"", R"({"day":1,"hour":7})");
  fixture.put("\"d\"", R"({"day":1,"hour":7})");
  fixture.put("10", R"({"day":1,"hour":7})");
  fixture.put("9", R"({"day":1,"hour":7})");
  fixture.put("\"a\"", R"({"day":2})");
  fixture.put("\"z\"", R"({"hour":1})");
  fixture.put("\"y\"", R"({"day":1})");
  EXPECT_NE(fixture.patch().find(R"("order":["z",9,10,"b","d","c","y","a"])"), std::string::npos);
}

TEST(View, TellsARowThatChangedAlone) {
  Fixture fixture(R"({"from":"a","orderBy":"x"})");
  fixture.put("1", R"({"x":1})");
  fixture.put("2", R"({"x":2})");
  EXPECT_EQ(fixture.patch(),
            R"({"total":2,"order":[1,2],"rows":[{"key":1,"row":{"x":1}},{"key":2,"row":{"x":2}}],"aggregates":{}})");
  fixture.put("2", R"({"x":2,"y":"new"})");
  fixture.put("2", R"({"x":2,"y":"newer"})");
  EXPECT_TRUE(fixture.view.changed());
  EXPECT_EQ(fixture.patch(), R"({"total":2,"rows":[{"key":2,"row":{"x":2,"y":"newer"}}]})");
  fixture.put("2", R"({"x":0,"y":"newer"})");
  EXPECT_EQ(fixture.patch(), R"({"total":2,"order":[2,1],"rows":[{"key":2,"row":{"x":0,"y":"newer"}}]})");
}

TEST(View, RowsOutOfTheWindowChangeNothing) {
  Fixture fixture(R"({"from":"a","where":{"on":true},"orderBy":"x","offset":1,"limit":2})");
  for (int key = 0; key < 6; ++key) {
    fixture.put(std::to_string(key), R"({"on":true,"x":)" + std::to_string(key * 10) + "}");
  }
  fixture.patch();
  fixture.put("9", R"({"on":false,"x":15})");   // does not match
  fixture.drop("9");                            // nor did it
  fixture.drop("8");                            // was never there
  fixture.put("5", R"({"on":true,"x":40.5})");  // moves behind the window, stays behind
  fixture.put("4", R"({"on":true,"x":60})");    // moves within what is behind
  fixture.put("0", R"({"on":true,"x":5})");     // stays before it
  EXPECT_FALSE(fixture.view.changed());
  EXPECT_EQ(fixture.patch(), R"({"total":6})");
  fixture.drop("5");  // the total
  EXPECT_TRUE(fixture.view.changed());
  EXPECT_EQ(fixture.patch(), R"({"total":5})");
}

TEST(View, AChangeBeforeTheWindowMovesIt) {
  Fixture fixture(R"({"from":"a","orderBy":"x","offset":1,"limit":1})");
  for (const char* key : {"1", "2", "3"}) fixture.put(key, std::string(R"({"x":)") + key + "}");
  fixture.patch();
  fixture.drop("1");
  EXPECT_EQ(fixture.patch(), R"({"total":2,"order":[3],"rows":[{"key":3,"row":{"x":3}}]})");
  fixture.put("1", R"({"x":1})");
  EXPECT_EQ(fixture.patch(), R"({"total":3,"order":[2],"rows":[{"key":2,"row":{"x":2}}]})");
  fixture.put("1", R"({"x":9})");
  EXPECT_EQ(fixture.patch(), R"({"total":3,"order":[3],"rows":[{"key":3,"row":{"x":3}}]})");
}

TEST(View, TheWindowMoves) {
  Fixture fixture(R"({"from":"a","limit":2})");
  for (const char* key : {"1", "2", "3"}) fixture.put(key, std::string(R"({"x":)") + key + "}");
  fixture.patch();
  fixture.view.set_window(0, 2);
  EXPECT_FALSE(fixture.view.changed());
  fixture.view.set_window(1, 2);
  EXPECT_TRUE(fixture.view.changed());
  EXPECT_EQ(fixture.patch(), R"({"total":3,"order":[2,3],"rows":[{"key":3,"row":{"x":3}}]})");
  fixture.view.set_window(7, std::nullopt);
  EXPECT_EQ(fixture.patch(), R"({"total":3,"order":[]})");
  fixture.view.set_window(0, 0);
  EXPECT_EQ(fixture.patch(), R"({"total":3})");
  fixture.view.set_window(2, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(fixture.patch(), R"({"total":3,"order":[3],"rows":[{"key":3,"row":{"x":3}}]})");
}

TEST(View, ARowThatLeftAndCameBackIsToldAgain) {
  Fixture fixture(R"({"from":"a"})");
  fixture.put("1", R"({"x":1})");
  fixture.patch();
  fixture.drop("1");
  fixture.put("1", R"({"x":2})");
  EXPECT_EQ(fixture.patch(), R"({"total":1,"rows":[{"key":1,"row":{"x":2}}]})");
  fixture.view.set_window(1, std::nullopt);
  fixture.patch();
  fixture.view.set_window(0, std::nullopt);
  EXPECT_EQ(fixture.patch(), R"({"total":1,"order":[1],"rows":[{"key":1,"row":{"x":2}}]})");
}

TEST(View, AggregatesCoverAllMatchingRowsAndComeWholeWhereOneChanged) {
  Fixture fixture(R"({"from":"a","where":{"on":true},"limit":0,"aggregates":{
      "per":{"op":"count","groupBy":"who"},"last":{"op":"max","field":"x"}}})");
  fixture.put("1", R"({"on":true,"who":"b","x":1})");
  fixture.put("2", R"({"on":true,"who":"a","x":5})");
  EXPECT_EQ(fixture.patch(), R"({"total":2,"order":[],"aggregates":{"last":5,"per":[["a",1],["b",1]]}})");
  fixture.put("1", R"({"on":true,"who":"b","x":2})");
  EXPECT_FALSE(fixture.view.changed());
  fixture.put("2", R"({"on":false,"who":"a","x":5})");
  EXPECT_EQ(fixture.patch(), R"({"total":1,"aggregates":{"last":2,"per":[["b",1]]}})");
  fixture.put("1", R"({"on":true,"who":"c","x":2})");
  EXPECT_EQ(fixture.patch(), R"({"total":1,"aggregates":{"last":2,"per":[["c",1]]}})");
}

TEST(View, AMovedViewGoesOn) {
  Fixture first(R"({"from":"a","orderBy":"-x"})");
  first.put("1", R"({"x":1})");
  Fixture second = std::move(first);
  second.put("2", R"({"x":2})");
  second.drop("1");
  EXPECT_EQ(second.patch(), R"({"total":1,"order":[2],"rows":[{"key":2,"row":{"x":2}}],"aggregates":{}})");
}

// A pass over all rows per change would take minutes here; a chunk's worth of work takes a fraction of a second.
TEST(View, AChangeDoesNotCostAPassOverAllRows) {
  Fixture fixture(R"({"from":"a","orderBy":"x","limit":50,"aggregates":{"s":{"op":"sum","field":"x","groupBy":"g"}}})");
  const auto row = [](int x) { return R"({"g":)" + std::to_string(x % 40) + R"(,"x":)" + std::to_string(x) + "}"; };
  const auto begin = std::chrono::steady_clock::now();
  for (int key = 0; key < 50000; ++key) fixture.put(std::to_string(key), row(key * 7919 % 50000));
  for (int step = 0; step < 20000; ++step) {
    fixture.put(std::to_string(step * 31 % 50000), row(step));
    if (fixture.view.changed()) fixture.patch();
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(fixture.view.total(), 50000U);
  RecordProperty("seconds", std::to_string(seconds.count()));
  EXPECT_LT(seconds.count(), 60);
}

}  // namespace
}  // namespace tablattice
