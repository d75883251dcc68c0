// The `where` of a query. RowTest tests rows by it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/status.hpp"

namespace tablattice {

// A `where` with more tests than this is refused.
inline constexpr std::size_t condition_tests_max = 1000;

// A parsed `where`. Immutable; copies share.
//
//   { field: value, field: { operator: operand, … }, $and: [where, …], $or: [where, …], $not: where }
//
// All members must hold. A bare value means equals. Operators: eq, ne, in (an array), lt, lte, gt, gte, between ([low,
// high], both included), prefix (a string; only strings have one). Fields are dotted paths. A missing field is null,
// and values of different types compare as compare_values orders them: null is below every number. `$and: []` is true,
// `$or: []` and `in: []` are false.
class Condition {
 public:
  Condition() = default;  // true of every row

  // Refuses unknown operators, wrong operand types, more than condition_tests_max tests and nesting beyond
  // json_depth_max
  // ("query_invalid"; `where` is the dotted place, beginning with "where").
  static Result<Condition> parse(const Json& where);
  // A field that every row that matches has with one of these values; no path where there is no such field. Of several
  // fields one that is compared with strings or numbers, since many conditions share a boolean.
  struct Guard {
    std::string path;
    std::vector<Json> values;
  };
  [[nodiscard]] Guard guard() const;

  enum class Test { all, any, none, equal, different, in, less, less_equal, greater, greater_equal, between, prefix };
  // all, any, none test `children`; the others test the field at `path` against `operands`, those of `in` in order.
  struct Node {
    Test test = Test::all;
    std::string path;
    std::vector<Json> operands;
    std::vector<Node> children;
  };
  // Null of a condition that is true of every row.
  [[nodiscard]] const Node* root() const { return root_.get(); }

 private:
  explicit Condition(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  std::shared_ptr<const Node> root_;
};

// Ok where `path` can name a field: parts joined by dots, none empty, and not one of the engine's own ($…). Otherwise
// "query_invalid" at `where`.
Status check_path(const std::string& path, const std::string& where);

}  // namespace tablattice
