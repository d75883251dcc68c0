#include "core/aggregate.hpp"

#include <utility>

namespace tablattice {

AggregateFields::AggregateFields(const Aggregate& aggregate, RowFields& fields) {
  if (aggregate.group_by) group_ = fields.use(*aggregate.group_by);
  if (aggregate.op != AggregateOp::count) value_ = fields.use(aggregate.field);
}

void AggregateFields::release(RowFields& fields) const {
  if (group_) fields.release(*group_);
  if (value_) fields.release(*value_);
}

Contribution AggregateFields::contribution(const RowFields& fields) const {
  return {group_ ? fields.value(*group_) : Json(), value_ ? fields.value(*value_) : Json()};
}

void AggregateState::add(const Contribution& contribution) {
  const auto [found, fresh] = groups_.try_emplace(contribution.group);
  const Json before = value_of(found->second);
  put(found->second, contribution.value);
  if (fresh && grouped_) return note_groups();
  note_value(found, before);
}

void AggregateState::remove(const Contribution& contribution) {
  const auto found = groups_.find(contribution.group);
  const Json before = value_of(found->second);
  take(found->second, contribution.value);
  if (found->second.rows > 0 || !grouped_) return note_value(found, before);
  groups_.erase(found);
  note_groups();
}

void AggregateState::note_value(GroupMap::iterator group, const Json& before) {
  if (compare_values(value_of(group->second), before) == 0) return;
  group->second.changed_at = ++version_;
  if (!grouped_) return;
  // More notes than groups would tell less than the groups themselves. A group that is an array or an object is no key
  // that a reader could find again.
  if (noted_.size() >= groups_.size() || group->first.is_structured()) return note_groups();
  noted_.push_back(group);
}

void AggregateState::note_groups() {
  noted_.clear();
  noted_from_ = ++version_;
}

void AggregateState::put(Group& group, const Json& value) const {
  ++group.rows;
  if (value.is_null()) return;
  if (op_ == AggregateOp::sum && value.is_number()) group.sum.add(value);
  if (op_ == AggregateOp::min || op_ == AggregateOp::max) ++group.values[value];
}

void AggregateState::take(Group& group, const Json& value) const {
  --group.rows;
  if (value.is_null()) return;
  if (op_ == AggregateOp::sum && value.is_number()) group.sum.remove(value);
  if (op_ != AggregateOp::min && op_ != AggregateOp::max) return;
  const auto found = group.values.find(value);
  if (--found->second == 0) group.values.erase(found);
}

Json AggregateState::value_of(const Group& group) const {
  switch (op_) {
    case AggregateOp::count:
      return group.rows;
    case AggregateOp::sum:
      return group.sum.value();
    case AggregateOp::min:
      return group.values.empty() ? Json() : group.values.begin()->first;
    case AggregateOp::max:
      break;
  }
  return group.values.empty() ? Json() : group.values.rbegin()->first;
}

Json AggregateState::result() const {
  if (!grouped_) return value_of(groups_.empty() ? Group() : groups_.begin()->second);
  Json groups = Json::array();
  for (const auto& [value, group] : groups_) groups.push_back(Json::array({value, value_of(group)}));
  return groups;
}

AggregateState::Groups AggregateState::groups_since(std::uint64_t version) const {
  if (version < noted_from_) return {true, result()};
  Groups changed{false, Json::array()};
  for (std::size_t at = version - noted_from_; at < noted_.size(); ++at) {
    const auto& [value, group] = *noted_[at];
    const bool last = group.changed_at == noted_from_ + at + 1;
    if (last) changed.values.push_back(Json::array({value, value_of(group)}));
  }
  return changed;
}

}  // namespace tablattice
