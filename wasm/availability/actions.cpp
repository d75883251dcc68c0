#include "availability/actions.hpp"

#include <set>
#include <string>
#include <utility>

#include "availability/checks.hpp"

namespace tablattice {

namespace {

Status refuse(std::string message, const std::string& where) {
  const std::string payload = "action/payload";
  return problem("action_invalid", std::move(message), where.empty() ? payload : payload + "/" + where);
}

Status check_payload(const Json& payload, const Json& row, const std::set<std::string>& members) {
  if (!payload.is_object() || !payload.contains("id")) return refuse("The payload names the slot in `id`.", "id");
  for (const auto& [name, value] : payload.items()) {
    if (!members.contains(name)) return refuse("The payload of this action has no member '" + name + "'.", name);
  }
  if (!row.is_object()) {
    return problem("row_not_found", "There is no slot " + dump_json(payload["id"]) + ".", "action/payload/id");
  }
  return {};
}

Result<std::vector<SliceWrite>> update(const Json& key, Json changes) {
  return std::vector<SliceWrite>{{Operation::update, key, std::move(changes)}};
}

}  // namespace

Result<std::vector<SliceWrite>> toggle_availability(const Json& payload, const Json& row) {
  if (Status status = check_payload(payload, row, {"id"}); !status.ok()) return status;
  return update(payload["id"], json_object("isActive", !is_active(row)));
}

Result<std::vector<SliceWrite>> move_availability(const Json& payload, const Json& row) {
  Status status = check_payload(payload, row, {"id", "date", "startTime", "endTime"});
  if (!status.ok()) return status;
  Json changes = payload;
  changes.erase("id");
  if (changes.empty()) return refuse("A move has a date, a startTime or an endTime.", "");
  return update(payload["id"], std::move(changes));
}

}  // namespace tablattice
