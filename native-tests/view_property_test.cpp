// Random queries over random churn: what a reader knows from the patches alone equals the query evaluated in full.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "core/view.hpp"
#include "support/query_oracle.hpp"
#include "support/seed.hpp"
#include "support/view_client.hpp"

namespace tablattice {
namespace {

const std::vector<std::string> paths = {"a", "b", "c.d", "c.e", "missing"};

// Few different values, so that ties, equal groups and repeated minima are common.
Json any_scalar(Chooser& choose) {
  static const std::vector<Json> values = {
      nullptr,
      false,
      true,
      0,
      1,
      1.0,
      2,
      7,
      -3,
      0.1,
      0.2,
      -0.7,
      1e9,
      "",
      "a",
      "ab",
      "b",
      "2026-12-01",
      "é",
      "\xEF\xBF\xBD",
      "\xF0\x9F\x98\x80",
  };
  return values[choose.below(values.size())];
}

Json any_row(Chooser& choose, std::uint64_t revision) {
  Json row = {{"revision", revision}};
  if (!choose.once_in(5)) row["a"] = any_scalar(choose);
  if (!choose.once_in(5)) row["b"] = any_scalar(choose);
  if (choose.once_in(6)) row["c"] = any_scalar(choose);
  if (choose.once_in(2)) row["c"] = {{"d", any_scalar(choose)}, {"e", static_cast<int>(choose.below(5)) - 2}};
  return row;
}

Json any_test(Chooser& choose) {
  static const std::vector<std::string> words = {"eq", "ne", "lt", "lte", "gt", "gte"};
  switch (choose.below(8)) {
    case 0:
      return any_scalar(choose);
    case 1:
      return {{"in", Json::array({any_scalar(choose), any_scalar(choose), any_scalar(choose)})}};
    case 2:
      return {{"between", Json::array({any_scalar(choose), any_scalar(choose)})}};
    case 3:
      return choose.once_in(2) ? Json{{"prefix", "a"}} : Json{{"gte", any_scalar(choose)}, {"lt", any_scalar(choose)}};
    default:
      return {{words[choose.below(words.size())], any_scalar(choose)}};
  }
}

Json any_where(Chooser& choose, int depth) {
  Json where = Json::object();
  for (std::size_t count = choose.below(3); count > 0; --count)
    where[paths[choose.below(paths.size())]] = any_test(choose);
  if (depth == 0) return where;
  for (const char* name : {"$and", "$or"}) {
    if (!choose.once_in(4)) continue;
    where[name] = Json::array();
    for (std::size_t count = choose.below(4); count > 0; --count) where[name].push_back(any_where(choose, depth - 1));
  }
  if (choose.once_in(4)) where["$not"] = any_where(choose, depth - 1);
  return where;
}

Json any_aggregates(Chooser& choose) {
  static const std::vector<std::string> ops = {"count", "sum", "min", "max"};
  Json aggregates = Json::object();
  for (std::size_t index = choose.below(4); index > 0; --index) {
    Json aggregate = {{"op", ops[choose.below(ops.size())]}};
    if (aggregate["op"] != "count") aggregate["field"] = paths[choose.below(paths.size())];
    if (choose.once_in(2)) aggregate["groupBy"] = paths[choose.below(paths.size())];
    aggregates["n" + std::to_string(index)] = aggregate;
  }
  return aggregates;
}

Json any_limit(Chooser& choose) { return choose.once_in(3) ? Json() : Json(choose.below(12)); }

Json any_query(Chooser& choose) {
  Json order = Json::array();
  for (const std::string& path : paths) {
    if (choose.once_in(3)) order.push_back((choose.once_in(2) ? "-" : "") + path);
  }
  return {{"from", "rows"},
          {"where", choose.once_in(3) ? Json::object() : any_where(choose, 2)},
          {"orderBy", order},
          {"offset", choose.once_in(2) ? 0 : choose.below(8)},
          {"limit", any_limit(choose)},
          {"aggregates", any_aggregates(choose)}};
}

// One query with its rows, its view, and a reader of the view's patches.
class Trial {
 public:
  explicit Trial(Chooser& choose) : choose_(choose), query_(any_query(choose)), view_(parsed(query_)) {}

  void change() {
    const std::size_t number = choose_.below(30);
    const std::string key = number % 2 == 0 ? std::to_string(number) : "\"k" + std::to_string(number) + "\"";
    if (choose_.once_in(3)) {
      rows_.erase(key);
      view_.apply(key, nullptr);
      return;
    }
    Json& row = rows_[key] = any_row(choose_, ++revision_);
    view_.apply(key, &row);
  }

  void move_window() {
    query_["offset"] = choose_.below(10);
    query_["limit"] = any_limit(choose_);
    const Json& limit = query_["limit"];
    view_.set_window(query_["offset"], limit.is_null() ? std::nullopt : std::optional<std::uint64_t>(limit));
  }

  // Reads the view where it says that there is news; then the reader must know what is true.
  void check() {
    if (view_.changed()) {
      const std::string patch = view_.take_patch(text_of());
      ASSERT_EQ(client_.apply(patch), "") << patch;
    }
    const OracleAnswer answer = oracle_answer(query_, rows_);
    ASSERT_EQ(client_.total(), Json(answer.total)) << dump_json(query_);
    ASSERT_EQ(client_.order(), answer.order) << dump_json(query_);
    ASSERT_EQ(client_.rows(), answer.rows) << dump_json(query_);
    ASSERT_TRUE(same_aggregates(client_.aggregates(), answer.aggregates)) << dump_json(query_) << "\n"
                                                                          << dump_json(client_.aggregates()) << "\n"
                                                                          << dump_json(answer.aggregates);
  }

 private:
  static Query parsed(const Json& query) {
    Result<Query> result = Query::parse(query);
    EXPECT_TRUE(result.ok()) << result.status.message << " " << result.status.where;
    return result.value;
  }
  std::function<std::string_view(const std::string&)> text_of() {
    return [this](const std::string& key) {
      text_ = dump_json(rows_.at(key));
      return std::string_view(text_);
    };
  }

  Chooser& choose_;
  Json query_;
  View view_;
  ViewClient client_;
  std::map<std::string, Json> rows_;
  std::uint64_t revision_ = 0;
  std::string text_;
};

TEST(ViewProperty, PatchesEqualEvaluationAfterEachStep) {
  Chooser choose(announced_seed("ViewProperty"));
  for (int round = 0; round < 800 && !testing::Test::HasFatalFailure(); ++round) {
    Trial trial(choose);
    for (int step = 0; step < 40 && !testing::Test::HasFatalFailure(); ++step) {
      for (std::size_t changes = choose.below(4); changes > 0; --changes) trial.change();
      if (choose.once_in(8)) trial.move_window();
      trial.check();
    }
  }
}

}  // namespace
}  // namespace tablattice
