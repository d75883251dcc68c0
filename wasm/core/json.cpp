#include "core/json.hpp"

#include <cmath>

#include "core/status.hpp"

namespace tablattice {
namespace {
const std::string none;
}

std::string dump_json(const Json& value) { return value.dump(); }

void merge_patch(Json& target, const Json& patch) {
  if (!patch.is_object()) {
    target = patch;
    return;
  }
  if (!target.is_object()) target = Json::object();
  for (const auto& [name, change] : patch.items()) {
    if (change.is_null()) {
      target.erase(name);
    } else {
      merge_patch(target[name], change);
    }
  }
}

void assign_members(Json& target, const Json& changes) {
  if (target.is_object()) target.update(changes);
}

std::optional<std::string> string_member(const Json& object, const char* name) {
  const Json* member = object.member(name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return member->text();
}

const std::string& text_member(const Json& object, const char* name) {
  const Json* member = object.member(name);
  return member == nullptr || !member->is_string() ? none : member->text();
}

std::optional<std::uint64_t> whole_number(const Json& value, std::uint64_t limit) {
  if (!value.is_number_integer()) return std::nullopt;
  if (!value.is_number_unsigned() && value.get<std::int64_t>() < 0) return std::nullopt;
  const auto number = value.get<std::uint64_t>();
  return number <= limit ? std::optional(number) : std::nullopt;
}

void drop_engine_members(Json& object) {
  if (!object.is_object()) return;
  std::erase_if(object.members(), [](const JsonMember& member) { return member.name.starts_with('$'); });
}

Result<std::string> key_text(const Json& key, std::string_view where) {
  if (key.is_string()) {
    if (key.text().empty()) return problem("key_invalid", "A key is an empty text.", std::string(where));
    return dump_json(key);
  }
  if (!key.is_number()) return problem("key_invalid", "A key is neither a text nor a number.", std::string(where));
  const auto number = key.get<double>();
  const bool safe = key.is_number_unsigned() ? key.get<std::uint64_t>() <= std::uint64_t{safe_integer_max}
                                             : std::abs(number) <= static_cast<double>(safe_integer_max);
  if (!safe) return problem("key_invalid", "A key is a number beyond 2^53 - 1; send it as text.", std::string(where));
  // 17.0 and -0.0 are 17 and 0 to JavaScript, so they are the same keys here.
  if (std::trunc(number) == number) return std::to_string(static_cast<std::int64_t>(number));
  return dump_json(key);
}

}  // namespace tablattice
