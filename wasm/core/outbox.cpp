#include "core/outbox.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tablattice {
namespace {

constexpr std::string_view key_prefix = "outbox/";

template <typename Entries>
auto position(Entries& entries, const MutationName& name) {
  return std::find_if(entries.begin(), entries.end(),
                      [&](const OutboxEntry& entry) { return entry.mutation.name == name; });
}

}  // namespace

std::string outbox_key(const MutationName& name) { return std::string(key_prefix) + name.text(); }

Result<MutationName> name_of_outbox_key(const std::string& key) {
  return MutationName::from_text(key.starts_with(key_prefix) ? key.substr(key_prefix.size()) : std::string());
}

OutboxEntry& Outbox::add(OutboxEntry entry) {
  const auto place = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const OutboxEntry& other) { return entry.mutation.before(other.mutation); });
  return *entries_.insert(place, std::move(entry));
}

OutboxEntry* Outbox::find(const MutationName& name) {
  const auto found = position(entries_, name);
  return found == entries_.end() ? nullptr : &*found;
}

MutationEvent Outbox::event(const OutboxEntry& entry) const {
  MutationEvent event;
  event.mutation = entry.mutation;
  event.stored = !entry.stored.empty();
  event.attempts = entry.attempts;
  event.if_match = entry.if_match;
  event.owner = client_;
  return event;
}

void Outbox::store(OutboxEntry& entry) {
  entry.stored = text_of(entry);
  effects_.persist(outbox_key(entry.mutation.name), entry.stored);
}

Json Outbox::advance(OutboxEntry& entry) {
  if (entry.stored.empty()) {
    store(entry);
    return nullptr;
  }
  const std::string before = std::exchange(entry.stored, text_of(entry));
  return {{"key", outbox_key(entry.mutation.name)}, {"text", before}, {"next", entry.stored}};
}

std::string Outbox::text_of(const OutboxEntry& entry) const {
  MutationEvent told = event(entry);
  told.stored = true;
  told.owner.clear();
  return text_of(std::move(told));
}

std::string Outbox::text_of(MutationEvent event) const {
  const std::int64_t at_ms = event.mutation.stamp.ms;
  return encode_message({client_, life_, 0, at_ms, {std::move(event)}});
}

OutboxEntry Outbox::surrender(const MutationName& name) {
  const auto found = position(entries_, name);
  OutboxEntry entry = std::move(*found);
  entries_.erase(found);
  return entry;
}

OutboxEntry Outbox::take(const MutationName& name) {
  OutboxEntry entry = surrender(name);
  // What another tab has written there since is that tab's.
  effects_.persist(outbox_key(name), std::nullopt, entry.stored);
  return entry;
}

void Outbox::keep_unknown(const Mutation& mutation, bool promised) {
  MutationEvent event;
  event.mutation = mutation;
  event.stored = true;
  event.unknown = true;
  effects_.persist(outbox_key(mutation.name), text_of(std::move(event)));
  unknown_[mutation.name] = {mutation, promised, true};
}

std::optional<UnknownOutcome> Outbox::take_unknown(const MutationName& name) {
  auto node = unknown_.extract(name);
  if (node.empty()) return std::nullopt;
  if (node.mapped().kept) effects_.persist(outbox_key(name), std::nullopt);
  return std::move(node.mapped());
}

void Outbox::keep(Failure failure) {
  MutationEvent event;
  event.mutation = failure.mutation;
  event.stored = true;
  event.problem = failure.problem;
  effects_.persist(outbox_key(failure.mutation.name), text_of(std::move(event)));
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
