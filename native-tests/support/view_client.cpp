#include "support/view_client.hpp"

#include <algorithm>

#include "core/status.hpp"

namespace tablattice {

std::string ViewClient::apply(const std::string& patch_text) {
  const Result<Json> parsed = parse_json(patch_text);
  if (!parsed.ok()) return "the patch is not JSON: " + parsed.status.message;
  const Json& patch = parsed.value;
  if (first_ && !(patch.contains("total") && patch.contains("splices"))) return "the first patch is not whole";
  first_ = false;
  if (patch.contains("total")) {
    if (patch["total"] == total_) return "the patch repeats the total";
    total_ = patch["total"];
  }
  aggregates_.update(patch.value("aggregates", Json::object()));
  const Json all_groups = patch.value("groups", Json::object());
  for (const auto& [name, groups] : all_groups.items()) {
    if (std::string wrong = apply_groups(name, groups); !wrong.empty()) return wrong;
  }
  return patch.contains("splices") ? apply_splices(patch["splices"]) : "";
}

std::string ViewClient::apply_splices(const Json& splices) {
  std::vector<std::string> rows;
  std::size_t known = 0;
  for (const Json& splice : splices) {
    const std::size_t place = splice[0];
    const std::size_t removed = splice[1];
    if (place < known || (known > 0 && place == known)) return "a splice touches the one before it";
    if (place + removed > rows_.size()) return "a splice is out of the window";
    if (removed == 0 && splice[2].empty()) return "a splice does nothing";
    rows.insert(rows.end(), rows_.begin() + static_cast<std::ptrdiff_t>(known),
                rows_.begin() + static_cast<std::ptrdiff_t>(place));
    for (const Json& row : splice[2]) rows.push_back(dump_json(row));
    known = place + removed;
  }
  rows.insert(rows.end(), rows_.begin() + static_cast<std::ptrdiff_t>(known), rows_.end());
  rows_ = std::move(rows);
  return {};
}

std::string ViewClient::apply_groups(const std::string& name, const Json& groups) {
  Json& known = aggregates_[name];
  if (groups["whole"] == true) {
    known = groups["values"];
    return {};
  }
  for (const Json& told : groups["values"]) {
    const auto group =
        std::find_if(known.begin(), known.end(), [&told](const Json& each) { return each[0] == told[0]; });
    if (group == known.end()) return "a patch of groups tells one that is new";
    (*group)[1] = told[1];
  }
  return {};
}

}  // namespace tablattice
