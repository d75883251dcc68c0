#include "core/outbox.hpp"

#include <algorithm>
#include <utility>

namespace tablattice {
namespace {

template <typename Entries>
auto position(Entries& entries, const MutationName& name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const OutboxEntry& entry) { return entry.mutation.name == name; });
}

}  // namespace

std::string outbox_key(const MutationName& name) { return "outbox/" + name.text(); }

OutboxEntry& Outbox::add(OutboxEntry entry) {
  const auto place = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const OutboxEntry& other) { return entry.mutation.before(other.mutation); });
  return *entries_.insert(place, std::move(entry));
}

OutboxEntry* Outbox::find(const MutationName& name) {
  const auto found = position(entries_, name);
  return found == entries_.end() ? nullptr : &*found;
}

void Outbox::store(const OutboxEntry& entry) {
  MutationEvent event;
  event.stored = true;
  event.attempts = entry.attempts;
  event.if_match = entry.if_match;
  store_text(entry.mutation, event);
}

void Outbox::store_text(const Mutation& mutation, const MutationEvent& event) {
  MutationEvent whole = event;
  whole.mutation = mutation;
  effects_.persist(outbox_key(mutation.name), encode_message({client_, life_, 0, {std::move(whole)}}));
}

OutboxEntry Outbox::take(const MutationName& name) {
  const auto found = position(entries_, name);
  OutboxEntry entry = std::move(*found);
  entries_.erase(found);
  effects_.persist(outbox_key(name), std::nullopt);
  return entry;
}

void Outbox::keep(Failure failure) {
  MutationEvent event;
  event.stored = true;
  event.problem = failure.problem;
  store_text(failure.mutation, event);
  const MutationName name = failure.mutation.name;
  failures_.insert_or_assign(name, std::move(failure));
}

std::optional<Failure> Outbox::take_failure(const MutationName& name) {
  auto node = failures_.extract(name);
  if (node.empty()) return std::nullopt;
  effects_.persist(outbox_key(name), std::nullopt);
  return std::move(node.mapped());
}

void Outbox::clear() {
  entries_.clear();
  failures_.clear();
  unknown_.clear();
}

}  // namespace tablattice
