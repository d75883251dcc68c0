#include "core/row.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tablattice {
namespace {

// The last tie-break. A tombstone counts as the greatest, so that of two equal claims the deletion wins everywhere.
bool text_below(const RowFact& left, const RowFact& right) {
  return std::forward_as_tuple(left.tombstone(), left.text) < std::forward_as_tuple(right.tombstone(), right.text);
}

bool dominates(const RowFact& winner, const RowFact& loser) {
  if (winner.version < loser.version || winner.stamp < loser.stamp) return false;
  return winner.version != loser.version || winner.stamp != loser.stamp || !text_below(winner, loser);
}

// No two facts of a front have the same version or the same stamp: one would dominate the other.
bool below(const RowFact& left, const RowFact& right, Order order) {
  return order == Order::by_version ? left.version < right.version : left.stamp < right.stamp;
}

bool raise(Stamp& mark, const Stamp& stamp) {
  if (stamp <= mark) return false;
  mark = stamp;
  return true;
}

void apply(const Mutation& mutation, const Folding& folding, std::optional<Json>& row) {
  switch (mutation.operation) {
    case Operation::create:
      if (mutation.payload.is_object()) row = mutation.payload;
      return;
    case Operation::update:
      // RFC 7396 would let a bare value replace the whole row.
      if (!row || !mutation.payload.is_object()) return;
      folding.assign ? assign_members(*row, mutation.payload) : merge_patch(*row, mutation.payload);
      return;
    case Operation::remove:
      row.reset();
      return;
  }
}

}  // namespace

bool RowState::join_fact(RowFact fact) {
  if (fact.stamp <= gone_) return false;
  for (const RowFact& known : facts_) {
    if (dominates(known, fact)) return false;
  }
  // The same state read again keeps the count at which it was first known.
  for (const RowFact& known : facts_) {
    const bool same = known.version == fact.version && known.text == fact.text;
    if (same) fact.sequence = std::min(fact.sequence, known.sequence);
  }
  std::erase_if(facts_, [&](const RowFact& known) { return dominates(fact, known); });
  facts_.push_back(std::move(fact));
  return true;
}

bool RowState::join_gone(const Stamp& stamp) {
  if (!raise(gone_, stamp)) return false;
  std::erase_if(facts_, [&](const RowFact& fact) { return fact.stamp <= gone_; });
  return true;
}

bool RowState::join_read(const Stamp& stamp) { return raise(read_at_, stamp); }

bool RowState::join_mutation(const Mutation& mutation) {
  for (const Mutation& known : mutations_) {
    if (known.name == mutation.name) return false;
  }
  const auto place =
      std::find_if(mutations_.begin(), mutations_.end(), [&](const Mutation& known) { return mutation.before(known); });
  mutations_.insert(place, mutation);
  return true;
}

bool RowState::join_answered(const MutationName& name, const MutationAnswer& answer) {
  const auto [known, added] = answers_.try_emplace(name, answer);
  if (added) return true;
  if (known->second.stamp <= answer.stamp) return false;
  known->second = answer;
  return true;
}

bool RowState::drop_mutation(const MutationName& name) {
  const bool answer_dropped = answers_.erase(name) > 0;
  return std::erase_if(mutations_, [&](const Mutation& known) { return known.name == name; }) > 0 || answer_dropped;
}

bool RowState::move_mutations(const std::string& key, RowState& target) {
  bool moved = false;
  for (const Mutation& mutation : mutations_) {
    if (mutation.key == key) moved = target.join_mutation(mutation) || moved;
  }
  for (const auto& [name, answer] : answers_) {
    if (answer.key == key) moved = target.join_answered(name, answer) || moved;
  }
  std::erase_if(mutations_, [&](const Mutation& mutation) { return mutation.key == key; });
  std::erase_if(answers_, [&](const auto& item) { return item.second.key == key; });
  return moved;
}

const RowFact* RowState::confirmed(Order order) const {
  const auto greatest = std::max_element(facts_.begin(), facts_.end(), [&](const RowFact& left, const RowFact& right) {
    return below(left, right, order);
  });
  return greatest == facts_.end() || greatest->tombstone() ? nullptr : &*greatest;
}

std::optional<Json> RowState::folded(const Folding& folding) const {
  std::optional<Json> row;
  if (const RowFact* fact = confirmed(folding.order)) row = parse_json(fact->text).value;
  for (const Mutation& mutation : mutations_) apply(mutation, folding, row);
  if (!row) return std::nullopt;
  drop_engine_members(*row);
  (*row)[folding.key_field] = parse_json(folding.key).value;
  return row;
}

bool RowState::pending() const {
  return std::any_of(mutations_.begin(), mutations_.end(),
                     [&](const Mutation& mutation) { return !answered(mutation.name); });
}

bool RowState::forget_answers(const Stamp& horizon) {
  return std::erase_if(answers_, [&](const auto& item) {
           const bool heard = std::any_of(mutations_.begin(), mutations_.end(),
                                          [&](const Mutation& mutation) { return mutation.name == item.first; });
           return !heard && item.second.stamp < horizon;
         }) > 0;
}

bool RowState::forgettable(const Stamp& horizon, Order order) const {
  if (confirmed(order) != nullptr || !mutations_.empty() || !answers_.empty()) return false;
  const bool facts_old =
      std::all_of(facts_.begin(), facts_.end(), [&](const RowFact& fact) { return fact.stamp < horizon; });
  return facts_old && gone_ < horizon && read_at_ < horizon;
}

}  // namespace tablattice
