// The query language of live views: where, orderBy, window, aggregates (design §9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/condition.hpp"
#include "core/json.hpp"
#include "core/status.hpp"
#include "core/value_order.hpp"

namespace tablattice {

// A query with more than these is refused.
inline constexpr std::size_t order_terms_max = 16;
inline constexpr std::size_t aggregates_max = 32;

struct OrderTerm {
  std::string path;
  bool descending = false;
};

enum class AggregateOp { count, sum, min, max };

struct Aggregate {
  std::string name;
  AggregateOp op = AggregateOp::count;
  std::string field;                    // empty for count
  std::optional<std::string> group_by;  // a dotted path

  // Whether both are the same but for the name.
  [[nodiscard]] bool computes_as(const Aggregate& other) const {
    return op == other.op && field == other.field && group_by == other.group_by;
  }
};

struct Query {
  std::string from;
  Condition where;
  std::vector<OrderTerm> order_by;  // ties by key
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> limit;  // none: all rows
  std::vector<Aggregate> aggregates;   // in the order of their names
  // `where` and `orderBy` as text: queries of one collection that have it in common show the same rows in the same order.
  std::string rows_text;

  // `{ from, where, orderBy, offset, limit, aggregates }`; all but `from` may be missing.
  //   orderBy     one dotted path or an array of them, `-` in front for descending; no field twice
  //   offset      a whole number, 0 where missing
  //   limit       a whole number, 0 included; missing or null: all rows
  //   aggregates  { name: { op: 'count' | 'sum' | 'min' | 'max', field, groupBy? } }; count has no field
  // Whether `from` names a collection is for the caller to say. Anything else is refused ("query_invalid"; `where` is
  // the dotted place).
  static Result<Query> parse(const Json& query);
};

}  // namespace tablattice
