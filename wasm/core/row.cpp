#include "core/row.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "core/text_compare.hpp"

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

void RowFacts::add(RowFact fact) {
  if (empty()) {
    one_ = std::move(fact);
    return;
  }
  if (!many_) many_.demand().push_back(std::exchange(one_, {}));
  many_->push_back(std::move(fact));
}

const RowState::Rare& RowState::rare() const {
  static const Rare none;
  return rare_ ? *rare_ : none;
}

void RowState::drop_rare() {
  if (rare_ && rare_->gone.empty() && rare_->mutations.empty() && rare_->answers.empty()) rare_.reset();
}

bool RowState::join_fact(RowFact fact) {
  if (fact.stamp <= gone()) return false;
  for (const RowFact& known : facts_) {
    if (dominates(known, fact)) return false;
  }
  // The same state read again keeps the count at which it was first known.
  for (const RowFact& known : facts_) {
    const bool same = known.version == fact.version && known.text == fact.text;
    if (same) fact.sequence = std::min(fact.sequence, known.sequence);
  }
  facts_.erase_if([&](const RowFact& known) { return dominates(fact, known); });
  facts_.add(std::move(fact));
  return true;
}

std::optional<bool> RowState::join_again(const Version& version, std::string_view text, const Stamp& stamp, bool read) {
  if (rare_ || text.empty() || facts_.size() != 1) return std::nullopt;
  const RowFact& known = *facts_.begin();
  if (known.version != version || !same_text(known.text, text)) return std::nullopt;
  const bool newer = known.stamp < stamp;
  if (newer) facts_.restamp(stamp);
  return (read && join_read(stamp)) || newer;
}

bool RowState::join_gone(const Stamp& stamp) {
  if (stamp <= gone()) return false;
  rare_.demand().gone = stamp;
  facts_.erase_if([&](const RowFact& fact) { return fact.stamp <= stamp; });
  return true;
}

bool RowState::join_read(const Stamp& stamp) { return raise(read_at_, stamp); }

bool RowState::join_mutation(const Mutation& mutation) {
  for (const Mutation& known : mutations()) {
    if (known.name == mutation.name) return false;
  }
  std::vector<Mutation>& all = rare_.demand().mutations;
  const auto place =
      std::find_if(all.begin(), all.end(), [&](const Mutation& known) { return mutation.before(known); });
  all.insert(place, mutation);
  return true;
}

bool RowState::join_answered(const MutationName& name, const MutationAnswer& answer) {
  const auto [known, added] = rare_.demand().answers.try_emplace(name, answer);
  if (added) return true;
  if (known->second.stamp <= answer.stamp) return false;
  known->second = answer;
  return true;
}

bool RowState::drop_mutation(const MutationName& name) {
  if (!rare_) return false;
  std::size_t dropped = rare_->answers.erase(name);
  dropped += std::erase_if(rare_->mutations, [&](const Mutation& known) { return known.name == name; });
  drop_rare();
  return dropped > 0;
}

bool RowState::move_mutations(const std::string& key, RowState& target) {
  bool moved = false;
  for (const Mutation& mutation : mutations()) {
    if (mutation.key == key) moved = target.join_mutation(mutation) || moved;
  }
  for (const auto& [name, answer] : answers()) {
    if (answer.key == key) moved = target.join_answered(name, answer) || moved;
  }
  if (rare_) {
    std::erase_if(rare_->mutations, [&](const Mutation& mutation) { return mutation.key == key; });
    std::erase_if(rare_->answers, [&](const auto& item) { return item.second.key == key; });
    drop_rare();
  }
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
  for (const Mutation& mutation : mutations()) apply(mutation, folding, row);
  if (!row) return std::nullopt;
  drop_engine_members(*row);
  (*row)[folding.key_field] = parse_json(folding.key).value;
  return row;
}

bool RowState::unanswered_before(const Mutation& mutation) const {
  return std::any_of(mutations().begin(), mutations().end(),
                     [&](const Mutation& other) { return other.before(mutation) && !answered(other.name); });
}

bool RowState::pending() const {
  return std::any_of(mutations().begin(), mutations().end(),
                     [&](const Mutation& mutation) { return !answered(mutation.name); });
}

bool RowState::forget_answers(const Stamp& horizon) {
  if (!rare_) return false;
  const std::size_t forgotten = std::erase_if(rare_->answers, [&](const auto& item) {
    const bool heard = std::any_of(mutations().begin(), mutations().end(),
                                   [&](const Mutation& mutation) { return mutation.name == item.first; });
    return !heard && item.second.stamp < horizon;
  });
  drop_rare();
  return forgotten > 0;
}

bool RowState::forgettable(const Stamp& horizon, Order order) const {
  if (confirmed(order) != nullptr || !mutations().empty() || !answers().empty()) return false;
  const bool facts_old =
      std::all_of(facts_.begin(), facts_.end(), [&](const RowFact& fact) { return fact.stamp < horizon; });
  return facts_old && gone() < horizon && read_at_ < horizon;
}

}  // namespace tablattice
