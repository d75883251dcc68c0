// Rows and the views on them, without a collection.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "core/live_views.hpp"

namespace tablattice {

class ViewDesk : public RowTexts {
 public:
  ViewDesk() : views(*this, "id") {}

  [[nodiscard]] std::optional<std::string_view> text(const std::string& key) const override {
    const auto found = rows.find(key);
    return found == rows.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  }
  void for_each(const Visit& visit) const override {
    ++passes;
    for (const auto& [key, row] : rows) visit(key, row);
  }

  View& open(const std::string& query) {
    const Result<Query> parsed = Query::parse(parse_json(query).value);
    EXPECT_TRUE(parsed.ok()) << parsed.status.message << " " << parsed.status.where;
    return views.open(parsed.value);
  }
  void put(const std::string& key, const std::string& row) {
    const auto& [kept, text] = *rows.insert_or_assign(key, row).first;
    views.change(kept, text);
  }
  // Of keys that are not there.
  void put_all(const std::map<std::string, std::string>& fresh) {
    std::vector<LiveViews::Came> came;
    came.reserve(fresh.size());
    for (const auto& row : fresh) {
      const auto& [key, text] = *rows.insert(row).first;
      came.push_back({&key, text});
    }
    views.come(came);
  }
  void drop(const std::string& key) {
    const auto gone = rows.extract(key);  // its key is there until the views have been told
    views.change(key, std::nullopt);
  }
  std::string patch(View& view) {
    std::string text = "{";
    views.take_patch(view, text);
    return text + "}";
  }

  std::map<std::string, std::string> rows;
  LiveViews views;
  mutable int passes = 0;  // over all rows
};

}  // namespace tablattice
