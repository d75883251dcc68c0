// From what application code dispatches to mutations: reading an action, the slice's reducers and checks.
#pragma once

#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/mutation.hpp"
#include "core/session.hpp"
#include "core/slice.hpp"
#include "core/status.hpp"

namespace tablattice {

// Reads `{ type: "<collection>/<create|update|delete or an action of its slice>", payload }` and makes its mutations, all or
// none. Nothing is joined and no name used up where it is refused. Payloads: create: the row; update: { id, changes };
// delete: { id } or the key; a slice's own action: what its reducer takes.
//
// Codes: "action_invalid", "collection_unknown", "action_unknown", "key_invalid", "row_exists", "row_not_found", "key_changed",
// "version_changed", "outbox_full", and what the slice's check refuses ("check_failed").
class Actions {
 public:
  explicit Actions(Session& session) : session_(session) {}

  // `room`: how many more mutations the outbox takes.
  Result<std::vector<Mutation>> reduce(const Json& action, std::size_t room);
  // A change that failed, as a new one of this client. Where the server has since told a key for its temporary one, a change
  // is for that row, and a create makes one more: it gets a temporary key of its own.
  Mutation again(Mutation mutation);

 private:
  Result<std::vector<SliceWrite>> writes_of(const Json& action, const Collection& collection, const std::string& word);
  Result<Mutation> draft(Collection& collection, const SliceWrite& write);
  Status prepare_create(const Collection& collection, Mutation& mutation, const Json& key);
  Status prepare_change(const Collection& collection, const Mutation& mutation) const;
  Status check(Collection& collection, const Mutation& mutation) const;
  // The mutation with a fresh name and stamp.
  Mutation named(Mutation mutation);
  // A key for a row that has none.
  Json made_key(const CollectionOptions& options);

  Session& session_;
  std::uint64_t last_name_ = 0;
};

}  // namespace tablattice
