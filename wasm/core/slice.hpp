// A slice: the C++ part of a collection. It declares its fields, its checks, and the reducers of actions of its own.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/json.hpp"
#include "core/mutation.hpp"
#include "core/status.hpp"

namespace tablattice {

using VisitRow = std::function<void(const Json& other)>;

// What a check may look at. It is pure: the same input gives the same answer in the browser, on the server and in a
// test.
//   row      the row as it would stand after the write (create: the whole row; update: merged; delete: as it stood)
//   before   the row as it stands; null for a create
//   changes  the update's changes; null otherwise
// The other rows of the collection, as users see them, changes that wait for the server included:
//   each_other_with  those that have in each of the given fields what `row` has there (a missing one is null). With fields that
//                    stand in Slice::lookups it costs what these rows cost, however many others there are
//   each_other       all of them: a pass over the collection with every write
struct CheckInput {
  Operation operation = Operation::create;
  const Json& row;
  const Json& before;
  const Json& changes;
  const std::function<void(const VisitRow& visit)>& each_other;
  const std::function<void(const std::vector<std::string>& fields, const VisitRow& visit)>& each_other_with;
};

// One mutation that a slice's own action asks for.
struct SliceWrite {
  Operation operation = Operation::update;
  Json key;      // as the row keeps it; null for a create that lets the engine make it
  Json payload;  // create: the row; update: the changes; delete: null
};

// What a slice's own action asks for: its payload and the row that the payload's key names (null where there is none) →
// the writes, or why there are none. Pure. The engine runs the slice's check on each write, as on any other.
using SliceAction = std::function<Result<std::vector<SliceWrite>>(const Json& payload, const Json& row)>;

struct Slice {
  std::string name;
  // Fields by name with their type words ("string", "boolean", "number", "date", "time"); for documentation and views.
  std::vector<std::pair<std::string, std::string>> fields;
  // The fields by which the check looks up other rows (CheckInput::each_other_with), each time together: from a tab's first
  // write on, which passes over all rows once, the engine keeps an index of the rows by each of these lists. Best are fields
  // whose values few rows share.
  std::vector<std::vector<std::string>> lookups;
  // Ok, or the refusal: code "check_failed", `where` the field, details for what it collides with.
  std::function<Status(const CheckInput&)> check;
  // The slice's own actions by the part of the type after the slash: "toggle" is dispatched as `<collection>/toggle`.
  std::map<std::string, SliceAction> actions;
};

// Registration happens once, before any engine is made; it never fails there and then, since nobody could be told. A
// slice without a name or check, with a field of no or unknown type or named twice, with a look-up of no fields or of one
// that it does not declare, with an action that has no function
// or is called create, update or delete, or of a name that was registered before, is not found afterwards:
// slice_problem says why.
void register_slice(Slice slice);

// The slice of this name that this build holds, or null. Valid as long as the program runs.
const Slice* find_slice(const std::string& name);
// Ok where find_slice finds it. Otherwise "slice_unknown" (this build holds none of that name; the message lists those
// that it holds) or "slice_invalid" (it was registered, and is wrong).
Status slice_problem(const std::string& name);
// The slices that find_slice finds, in order of name.
std::vector<std::string> slice_names();

// `check` of `tablattice/rules`: {"op": "create"|"update"|"delete", "row", "changes", "others": […]} → null or the
// problem. `row` is the new row for a create, the row as it stands for an update or a delete. `changes`, for an update
// only, is the merge patch. `others`, which a delete may leave out, are the rows to compare with (it does no harm if
// the row itself is among them). Codes: "slice_unknown", "slice_invalid", "check_input_invalid" (`where` is the
// member), "check_failed".
Json check_rules(const std::string& slice, const Json& input);

}  // namespace tablattice
