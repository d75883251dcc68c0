#include "core/slice.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/field_index.hpp"

namespace tablattice {

namespace {

struct Registered {
  Slice slice;
  Status status;
};

// Made on first use: registration may run before the constructors of this file's globals.
std::map<std::string, Registered>& registry() {
  static std::map<std::string, Registered> slices;
  return slices;
}

Status refuse_slice(const std::string& name, const std::string& why, const std::string& where) {
  return problem("slice_invalid", "The slice '" + name + "' was registered wrongly: " + why, where);
}

Status check_fields(const Slice& slice) {
  static const std::set<std::string> types = {"string", "boolean", "number", "date", "time"};
  std::set<std::string> names;
  for (const auto& [name, type] : slice.fields) {
    const std::string where = "fields/" + name;
    if (name.empty()) return refuse_slice(slice.name, "a field has no name.", where);
    if (!names.insert(name).second) return refuse_slice(slice.name, "a field is declared twice.", where);
    if (!types.contains(type)) return refuse_slice(slice.name, "there is no field type '" + type + "'.", where);
  }
  return {};
}

Status check_lookups(const Slice& slice) {
  for (const std::vector<std::string>& lookup : slice.lookups) {
    if (lookup.empty()) return refuse_slice(slice.name, "a look-up has no fields.", "lookups");
    for (const std::string& name : lookup) {
      const bool declared =
          std::any_of(slice.fields.begin(), slice.fields.end(), [&](const auto& field) { return field.first == name; });
      if (!declared)
        return refuse_slice(slice.name, "a look-up is by a field that is not declared.", "lookups/" + name);
    }
  }
  return {};
}

Status check_actions(const Slice& slice) {
  for (const auto& [name, action] : slice.actions) {
    const std::string where = "actions/" + name;
    if (name.empty()) return refuse_slice(slice.name, "an action has no name.", where);
    if (operation_from_word(name)) return refuse_slice(slice.name, "every collection has this action already.", where);
    if (!action) return refuse_slice(slice.name, "the action has no function.", where);
  }
  return {};
}

Status check_slice(const Slice& slice) {
  if (slice.name.empty()) return refuse_slice(slice.name, "it has no name.", "name");
  if (!slice.check) return refuse_slice(slice.name, "it has no check.", "check");
  if (Status status = check_fields(slice); !status.ok()) return status;
  if (Status status = check_lookups(slice); !status.ok()) return status;
  return check_actions(slice);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

Status refuse_input(std::string message, std::string where) {
  return problem("check_input_invalid", std::move(message), std::move(where));
}

Status check_members(const Json& input) {
  static const std::set<std::string> members = {"op", "row", "changes", "others"};
  if (!input.is_object()) return refuse_input("The input of a check is { op, row, changes, others }.", "");
  for (const auto& [name, value] : input.items()) {
    if (!members.contains(name)) return refuse_input("There is no member '" + name + "' here.", name);
  }
  return {};
}

Status check_changes(const Json& changes, Operation operation) {
  if (operation == Operation::update && !changes.is_object()) {
    return refuse_input("An update has its merge patch in `changes`, an object.", "changes");
  }
  if (operation != Operation::update && !changes.is_null()) {
    return refuse_input("Only an update has `changes`.", "changes");
  }
  return {};
}

Status check_others(const Json& others, Operation operation) {
  if (others.is_null() && operation == Operation::remove) return {};
  if (!others.is_array()) {
    return refuse_input("`others` is an array of the rows to compare with; it may be empty.", "others");
  }
  for (std::size_t index = 0; index < others.size(); ++index) {
    if (!others[index].is_object()) return refuse_input("A row is an object.", "others/" + std::to_string(index));
  }
  return {};
}

Status run_check(const Slice& slice, Operation operation, const Json& row, const Json& changes, const Json& others) {
  Json after = row;
  if (operation == Operation::update) merge_patch(after, changes);
  const std::function<void(const VisitRow&)> each_other = [&others](const VisitRow& visit) {
    for (const Json& other : others) visit(other);
  };
  const std::function<void(const std::vector<std::string>&, const VisitRow&)> each_other_with =
      [&](const std::vector<std::string>& fields, const VisitRow& visit) {
        const std::string values = values_of(fields, after);
        for (const Json& other : others) {
          if (values_of(fields, other) == values) visit(other);
        }
      };
  const Json none;
  return slice.check(
      {operation, after, operation == Operation::create ? none : row, changes, each_other, each_other_with});
}

Status check_rules_status(const std::string& name, const Json& input) {
  if (Status status = slice_problem(name); !status.ok()) return status;
  if (Status status = check_members(input); !status.ok()) return status;
  const auto operation = operation_from_word(text_member(input, "op"));
  if (!operation) return refuse_input("`op` is 'create', 'update' or 'delete'.", "op");
  const Json row = input.value("row", Json());
  const Json changes = input.value("changes", Json());
  const Json others = input.value("others", Json());
  if (!row.is_object()) return refuse_input("`row` is an object.", "row");
  if (Status status = check_changes(changes, *operation); !status.ok()) return status;
  if (Status status = check_others(others, *operation); !status.ok()) return status;
  return run_check(*find_slice(name), *operation, row, changes, others);
}

}  // namespace

void register_slice(Slice slice) {
  Status status = check_slice(slice);
  const std::string name = slice.name;
  const auto [found, fresh] = registry().try_emplace(name, Registered{std::move(slice), std::move(status)});
  if (!fresh) found->second.status = refuse_slice(name, "another one of this name was registered before.", "name");
}

const Slice* find_slice(const std::string& name) {
  const auto found = registry().find(name);
  return found != registry().end() && found->second.status.ok() ? &found->second.slice : nullptr;
}

Status slice_problem(const std::string& name) {
  const auto found = registry().find(name);
  if (found != registry().end()) return found->second.status;
  return problem("slice_unknown",
                 "This build of the engine holds no slice '" + name + "'; it holds: " + joined(slice_names()) + ".",
                 name);
}

std::vector<std::string> slice_names() {
  std::vector<std::string> names;
  for (const auto& [name, registered] : registry()) {
    if (registered.status.ok()) names.push_back(name);
  }
  return names;
}

Json check_rules(const std::string& slice, const Json& input) {
  const Status status = check_rules_status(slice, input);
  return status.ok() ? Json() : status.to_json();
}

}  // namespace tablattice
