#include "support/view_client.hpp"

#include <set>

#include "core/status.hpp"

namespace tablattice {

std::string ViewClient::apply(const std::string& patch_text) {
  const Result<Json> parsed = parse_json(patch_text);
  if (!parsed.ok()) return "the patch is not JSON: " + parsed.status.message;
  const Json& patch = parsed.value;
  if (!patch.contains("total")) return "the patch has no total";
  total_ = patch["total"];
  if (patch.contains("aggregates")) aggregates_ = patch["aggregates"];
  if (first_ && !(patch.contains("order") && patch.contains("aggregates"))) return "the first patch is not whole";
  std::string wrong = patch.contains("order") ? apply_order(patch["order"]) : "";
  if (wrong.empty() && patch.contains("rows")) wrong = apply_rows(patch["rows"]);
  if (wrong.empty()) wrong = drop_rows_out_of_window();
  first_ = false;
  return wrong;
}

std::string ViewClient::apply_order(const Json& order) {
  std::vector<std::string> keys;
  for (const Json& key : order) keys.push_back(dump_json(key));
  if (!first_ && keys == order_) return "the patch repeats the order";
  order_ = keys;
  return {};
}

std::string ViewClient::apply_rows(const Json& rows) {
  if (rows.empty()) return "the patch has an empty list of rows";
  const std::set<std::string> window(order_.begin(), order_.end());
  for (const Json& entry : rows) {
    const std::string key = dump_json(entry["key"]);
    const std::string text = dump_json(entry["row"]);
    if (!window.contains(key)) return "the patch tells a row that is not in the window: " + key;
    if (rows_[key] == text) return "the patch repeats a row that did not change: " + key;
    rows_[key] = text;
  }
  return {};
}

std::string ViewClient::drop_rows_out_of_window() {
  std::map<std::string, std::string> rows;
  for (const std::string& key : order_) {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return "no patch told a row of the window: " + key;
    rows.insert(*found);
  }
  rows_ = rows;
  return {};
}

std::vector<std::string> ViewClient::rows() const {
  std::vector<std::string> texts;
  for (const std::string& key : order_) texts.push_back(rows_.at(key));
  return texts;
}

}  // namespace tablattice
