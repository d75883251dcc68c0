// One aggregate of a view (count, sum, min or max, of all rows or of each group), kept up to date row by row.
#pragma once

#include <cstdint>
#include <map>

#include "core/exact_sum.hpp"
#include "core/json.hpp"
#include "core/query.hpp"
#include "core/value_order.hpp"

namespace tablattice {

// What one row puts into an aggregate: its group (null where there is no groupBy) and its value (null for a count).
struct Contribution {
  Json group;
  Json value;

  static Contribution of(const Aggregate& aggregate, const Json& row);
  bool operator==(const Contribution& other) const {
    return compare_values(group, other.group) == 0 && compare_values(value, other.value) == 0;
  }
};

// sum, min and max leave out null and missing values, sum also whatever is not a number. Of no values the sum is 0, min
// and max are null. Values of different types compare as compare_values orders them. A group without rows is not there.
class AggregateState {
 public:
  explicit AggregateState(const Aggregate& aggregate) : op_(aggregate.op), grouped_(aggregate.group_by.has_value()) {}

  // Each returns whether the result changed. Costs O(log values). Only what was added may be removed.
  bool add(const Contribution& contribution);
  bool remove(const Contribution& contribution);

  // The value, or where there is a groupBy [[group, value], …] in the order of compare_values.
  [[nodiscard]] Json result() const;

 private:
  struct Group {
    std::uint64_t rows = 0;
    ExactSum sum;                                     // sum only
    std::map<Json, std::uint64_t, ValueLess> values;  // min and max only: how often each value is there
  };
  [[nodiscard]] Json value_of(const Group& group) const;
  void put(Group& group, const Json& value) const;
  void take(Group& group, const Json& value) const;

  AggregateOp op_;
  bool grouped_;
  std::map<Json, Group, ValueLess> groups_;
};

}  // namespace tablattice
