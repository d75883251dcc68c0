#include "core/actions.hpp"

#include <algorithm>
#include <utility>

#include "core/writer.hpp"

namespace tablattice {
namespace {

const Json& member_of(const Json& object, const char* name) {
  static const Json null;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : null;
}

// The writes of the three built-in actions.
Result<std::vector<SliceWrite>> built_in(Operation operation, const Json& payload, const std::string& key_field) {
  switch (operation) {
    case Operation::create:
      if (!payload.is_object())
        return problem("action_invalid", "A create's payload is the row, an object.", "action/payload");
      return std::vector<SliceWrite>{{operation, member_of(payload, key_field.c_str()), payload}};
    case Operation::update: {
      const Json& changes = member_of(payload, "changes");
      if (!changes.is_object())
        return problem("action_invalid", "An update's payload is { id, changes }.", "action/payload");
      return std::vector<SliceWrite>{{operation, member_of(payload, "id"), changes}};
    }
    case Operation::remove: {
      const Json& key = payload.is_object() ? member_of(payload, "id") : payload;
      return std::vector<SliceWrite>{{operation, key, nullptr}};
    }
  }
  return std::vector<SliceWrite>{};
}

const SliceAction* find_action(const std::string& slice_name, const std::string& word) {
  const Slice* slice = find_slice(slice_name);
  if (slice == nullptr) return nullptr;
  const auto found = slice->actions.find(word);
  return found == slice->actions.end() ? nullptr : &found->second;
}

}  // namespace

Result<std::vector<Mutation>> Actions::reduce(const Json& action, std::size_t room) {
  const auto type = action.is_object() ? string_member(action, "type") : std::nullopt;
  if (!type) return problem("action_invalid", "An action is an object with a string `type`.", "action/type");
  const std::size_t slash = type->find('/');
  Collection* collection = session_.find(type->substr(0, slash));
  if (slash == std::string::npos || collection == nullptr) {
    return problem("collection_unknown",
                   "The action's type '" + *type + "' does not begin with a collection's name and a slash.",
                   "action/type");
  }
  const Result<std::vector<SliceWrite>> writes = writes_of(action, *collection, type->substr(slash + 1));
  if (!writes.ok()) return writes.status;
  if (writes.value.size() > room) {
    return problem("outbox_full", "Too many changes wait for the server; try again when some are saved.", "outbox");
  }
  const std::uint64_t name_before = last_name_;
  std::vector<Mutation> mutations;
  for (const SliceWrite& write : writes.value) {
    Result<Mutation> mutation = draft(*collection, write);
    if (!mutation.ok()) {
      last_name_ = name_before;
      return mutation.status;
    }
    mutations.push_back(std::move(mutation.value));
  }
  return mutations;
}

Result<std::vector<SliceWrite>> Actions::writes_of(const Json& action, const Collection& collection,
                                                   const std::string& word) {
  const Json& payload = member_of(action, "payload");
  if (const auto operation = operation_from_word(word))
    return built_in(*operation, payload, collection.options().key_field);
  const SliceAction* reduce_own = find_action(collection.options().slice, word);
  if (reduce_own == nullptr) {
    return problem("action_unknown", "The collection '" + collection.options().name + "' has no action '" + word + "'.",
                   "action/type");
  }
  const Result<std::string> key = key_text(member_of(payload, "id"), "action/payload/id");
  return (*reduce_own)(payload, key.ok() ? collection.visible_json(collection.resolve(key.value)) : Json());
}

Result<Mutation> Actions::draft(Collection& collection, const SliceWrite& write) {
  Mutation mutation;
  mutation.collection = collection.options().name;
  mutation.operation = write.operation;
  mutation.payload = write.payload;
  if (mutation.payload.is_object()) drop_engine_members(mutation.payload);
  Status status;
  if (write.operation == Operation::create) {
    status = prepare_create(collection, mutation, write.key);
  } else {
    Result<std::string> key = key_text(write.key, "action/payload/id");
    if (!key.ok()) return key.status;
    mutation.key = collection.resolve(key.value);
    status = prepare_change(collection, mutation);
  }
  if (status.ok()) status = check(collection, mutation);
  if (!status.ok()) return status;
  return named(std::move(mutation));
}

Mutation Actions::again(Mutation mutation) {
  const Collection& collection = *session_.find(mutation.collection);
  const std::string home = collection.resolve(mutation.key);
  if (mutation.operation != Operation::create) {
    mutation.key = home;
  } else if (home != mutation.key) {
    // The temporary key names a row that is there, or was: this one would be shown in its place, and be sent under its key.
    Json own = made_key(collection.options());
    mutation.key = key_text(own, {}).value;
    mutation.payload[collection.options().key_field] = std::move(own);
  }
  return named(std::move(mutation));
}

Json Actions::made_key(const CollectionOptions& options) {
  return options.ids == Ids::client ? session_.random.uuid() : temporary_key_prefix + session_.random.uuid();
}

Mutation Actions::named(Mutation mutation) {
  mutation.stamp = session_.tick();
  mutation.name = {session_.config.client, ++last_name_};
  return mutation;
}

Status Actions::prepare_create(const Collection& collection, Mutation& mutation, const Json& key) {
  const CollectionOptions& options = collection.options();
  if (options.version_field && mutation.payload.contains(*options.version_field)) {
    return problem("version_changed", "The version is the server's; a create may not set it.",
                   "action/payload/" + *options.version_field);
  }
  Json own = key.is_null() ? made_key(options) : key;
  Result<std::string> text = key_text(own, "action/payload/" + options.key_field);
  if (!text.ok()) return text.status;
  mutation.key = std::move(text.value);
  mutation.payload[options.key_field] = std::move(own);
  if (collection.visible(mutation.key) == nullptr) return {};
  return problem("row_exists", "There is a row with this key already; update it instead.",
                 "action/payload/" + options.key_field);
}

Status Actions::prepare_change(const Collection& collection, const Mutation& mutation) const {
  if (collection.visible(mutation.key) == nullptr) {
    return problem("row_not_found", "'" + mutation.collection + "' has no row " + mutation.key + ".",
                   "action/payload/id");
  }
  if (mutation.operation != Operation::update) return {};
  const CollectionOptions& options = collection.options();
  if (mutation.payload.empty())
    return problem("action_invalid", "An update without changes changes nothing.", "action/payload/changes");
  if (mutation.payload.contains(options.key_field) && mutation.payload[options.key_field] != key_json(mutation.key)) {
    return problem("key_changed", "An update may not change the row's key.",
                   "action/payload/changes/" + options.key_field);
  }
  if (options.version_field && mutation.payload.contains(*options.version_field)) {
    return problem("version_changed", "The version is the server's; an update may not set it.",
                   "action/payload/changes/" + *options.version_field);
  }
  return {};
}

Status Actions::check(Collection& collection, const Mutation& mutation) const {
  const Slice* slice = find_slice(collection.options().slice);
  if (slice == nullptr || !slice->check) return {};
  const Json before = collection.visible_json(mutation.key);
  Json row = mutation.operation == Operation::create ? mutation.payload : before;
  if (mutation.operation == Operation::update) {
    collection.options().assign ? assign_members(row, mutation.payload) : merge_patch(row, mutation.payload);
  }
  const auto visit_all = [&](const std::vector<std::string>& keys, const VisitRow& visit) {
    for (const std::string& key : keys) {
      if (key != mutation.key) visit(collection.visible_json(key));
    }
  };
  const std::function<void(const VisitRow&)> each_other = [&](const VisitRow& visit) {
    visit_all(collection.keys(), visit);
  };
  const std::function<void(const std::vector<std::string>&, const VisitRow&)> each_other_with =
      [&](const std::vector<std::string>& fields, const VisitRow& visit) {
        // Made with the first write: a tab that only shows rows does not pay for it.
        if (std::count(slice->lookups.begin(), slice->lookups.end(), fields) > 0) collection.index_by(fields);
        visit_all(collection.keys_like(fields, row), visit);
      };
  const Json changes = mutation.operation == Operation::update ? mutation.payload : Json();
  return slice->check({mutation.operation, row, before, changes, each_other, each_other_with});
}

}  // namespace tablattice
