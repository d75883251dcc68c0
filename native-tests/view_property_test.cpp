// Random queries over random churn: what a reader knows from the patches alone equals the query evaluated in full.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/view.hpp"
#include "support/query_oracle.hpp"
#include "support/seed.hpp"
#include "support/view_client.hpp"
#include "support/view_desk.hpp"

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

// Rows, some views on them, and a reader of each view's patches.
class Trial {
 public:
  explicit Trial(Chooser& choose) : choose_(choose) {}
  ~Trial() {
    while (!readers_.empty()) close(0);
  }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  // Sometimes one that shares the rows of another, or its aggregates too.
  void open() {
    Json query = any_query(choose_);
    if (!readers_.empty() && choose_.once_in(2)) {
      const Json& other = readers_[choose_.below(readers_.size())].query;
      for (const char* part : {"where", "orderBy"}) query[part] = other[part];
      if (choose_.once_in(2)) query["aggregates"] = other["aggregates"];
    }
    readers_.push_back({query, &desk_.open(dump_json(query)), {}});
  }

  void close(std::size_t index) {
    desk_.views.close(*readers_[index].view);
    readers_.erase(readers_.begin() + static_cast<std::ptrdiff_t>(index));
  }

  void open_or_close() {
    const std::size_t index = choose_.below(8);
    index < readers_.size() ? close(index) : open();
  }

  void change() {
    const std::string key = any_key();
    if (choose_.once_in(3)) {
      rows_.erase(key);
      return desk_.drop(key);
    }
    const Json& row = rows_[key] = any_row(choose_, ++revision_);
    desk_.put(key, dump_json(row));
  }

  // Many that were not there, at once.
  void come() {
    std::map<std::string, std::string> fresh;
    for (std::size_t count = choose_.below(30); count > 0; --count) {
      const std::string key = any_key();
      if (rows_.contains(key)) continue;
      const Json& row = rows_[key] = any_row(choose_, ++revision_);
      fresh[key] = dump_json(row);
    }
    desk_.put_all(fresh);
  }

  void move_window() {
    if (readers_.empty()) return;
    Reader& reader = readers_[choose_.below(readers_.size())];
    reader.query["offset"] = choose_.below(10);
    reader.query["limit"] = any_limit(choose_);
    const Json& limit = reader.query["limit"];
    reader.view->set_window(reader.query["offset"],
                            limit.is_null() ? std::nullopt : std::optional<std::uint64_t>(limit));
  }

  // Reads the views that say that there is news, not always each; then their readers must know what is true.
  void check() {
    const std::vector<View*> news = desk_.views.news();
    for (Reader& reader : readers_) {
      const bool told = std::find(news.begin(), news.end(), reader.view) != news.end();
      ASSERT_EQ(reader.view->changed(), told);
      if (told && choose_.once_in(4)) continue;
      if (told) {
        const std::string patch = desk_.patch(*reader.view);
        ASSERT_EQ(reader.client.apply(patch), "") << patch << "\n" << dump_json(reader.query);
      }
      compare(reader);
    }
  }

 private:
  std::string any_key() {
    const std::size_t number = choose_.below(choose_.once_in(3) ? 200 : 30);
    return number % 2 == 0 ? std::to_string(number) : "\"k" + std::to_string(number) + "\"";
  }

  struct Reader {
    Json query;
    View* view;
    ViewClient client;
  };

  void compare(const Reader& reader) {
    const OracleAnswer answer = oracle_answer(reader.query, rows_);
    const std::string query = dump_json(reader.query);
    ASSERT_EQ(reader.client.total(), Json(answer.total)) << query;
    ASSERT_EQ(reader.client.rows(), answer.rows) << query;
    ASSERT_TRUE(same_aggregates(reader.client.aggregates(), answer.aggregates))
        << query << "\n"
        << dump_json(reader.client.aggregates()) << "\n"
        << dump_json(answer.aggregates);
  }

  Chooser& choose_;
  ViewDesk desk_;
  std::vector<Reader> readers_;
  std::map<std::string, Json> rows_;
  std::uint64_t revision_ = 0;
};

TEST(ViewProperty, PatchesEqualEvaluationAfterEachStep) {
  Chooser choose(announced_seed("ViewProperty"));
  for (int round = 0; round < 500 && !testing::Test::HasFatalFailure(); ++round) {
    Trial trial(choose);
    for (int step = 0; step < 40 && !testing::Test::HasFatalFailure(); ++step) {
      if (step == 0 || choose.once_in(6)) trial.open_or_close();
      std::size_t changes = choose.below(4);
      if (choose.once_in(20)) changes = choose.below(200);  // more than a log keeps
      for (; changes > 0; --changes) trial.change();
      if (choose.once_in(6)) trial.come();
      if (choose.once_in(8)) trial.move_window();
      trial.check();
    }
  }
}

}  // namespace
}  // namespace tablattice
