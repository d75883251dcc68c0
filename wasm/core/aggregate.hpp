// One aggregate of a view (count, sum, min or max, of all rows or of each group), kept up to date row by row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/exact_sum.hpp"
#include "core/json.hpp"
#include "core/query.hpp"
#include "core/row_fields.hpp"
#include "core/value_order.hpp"

namespace tablattice {

// What one row puts into an aggregate: its group (null where there is no groupBy) and its value (null for a count).
struct Contribution {
  Json group;
  Json value;

  bool operator==(const Contribution& other) const {
    return compare_values(group, other.group) == 0 && compare_values(value, other.value) == 0;
  }
};

// The fields that an aggregate takes of each row.
class AggregateFields {
 public:
  // Uses them of `fields`, until they are released.
  AggregateFields(const Aggregate& aggregate, RowFields& fields);
  void release(RowFields& fields) const;
  // What the row that was read last puts in.
  [[nodiscard]] Contribution contribution(const RowFields& fields) const;

 private:
  std::optional<RowFields::Place> group_;
  std::optional<RowFields::Place> value_;
};

// sum, min and max leave out null and missing values, sum also whatever is not a number. Of no values the sum is 0, min
// and max are null. Values of different types compare as compare_values orders them. A group without rows is not there.
class AggregateState {
 public:
  explicit AggregateState(const Aggregate& aggregate) : op_(aggregate.op), grouped_(aggregate.group_by.has_value()) {}

  // Each costs O(log values). Only what was added may be removed.
  void add(const Contribution& contribution);
  void remove(const Contribution& contribution);

  [[nodiscard]] bool grouped() const { return grouped_; }
  // Counts the changes of the result: it is what it was while this stays.
  [[nodiscard]] std::uint64_t version() const { return version_; }
  // The value, or where there is a groupBy [[group, value], …] in the order of compare_values.
  [[nodiscard]] Json result() const;

  // The groups, in result()'s shape, whose values changed since that version. Whole: that cannot be told, or groups came
  // or went; then they are all groups.
  struct Groups {
    bool whole = true;
    Json values;
  };
  [[nodiscard]] Groups groups_since(std::uint64_t version) const;

 private:
  struct Group {
    std::uint64_t rows = 0;
    std::uint64_t changed_at = 0;                     // the version that its last change made
    ExactSum sum;                                     // sum only
    std::map<Json, std::uint64_t, ValueLess> values;  // min and max only: how often each value is there
  };
  using GroupMap = std::map<Json, Group, ValueLess>;

  [[nodiscard]] Json value_of(const Group& group) const;
  void put(Group& group, const Json& value) const;
  void take(Group& group, const Json& value) const;
  void note_value(GroupMap::iterator group, const Json& before);
  void note_groups();

  AggregateOp op_;
  bool grouped_;
  GroupMap groups_;
  std::uint64_t version_ = 0;
  // The groups whose values changed, one for each version after this one. Cleared where a group comes or goes.
  std::uint64_t noted_from_ = 0;
  std::vector<GroupMap::const_iterator> noted_;
};

}  // namespace tablattice
