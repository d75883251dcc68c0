#include "core/outbox.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tablattice {
namespace {

constexpr std::string_view key_prefix = "outbox/";

}  // namespace

std::string outbox_key(const MutationName& name) { return std::string(key_prefix) + name.text(); }

Result<MutationName> name_of_outbox_key(const std::string& key) {
  return MutationName::from_text(key.starts_with(key_prefix) ? key.substr(key_prefix.size()) : std::string());
}

OutboxEntry& Outbox::add(OutboxEntry entry) {
  const auto earlier = std::find_if(entries_.rbegin(), entries_.rend(),
                                    [&](const OutboxEntry& other) { return !entry.mutation.before(other.mutation); });
  const auto added = entries_.insert(earlier.base(), std::move(entry));
  places_[added->mutation.name] = added;
  return *added;
}

OutboxEntry* Outbox::find(const MutationName& name) {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &*found->second;
}

const OutboxEntry* Outbox::find(const MutationName& name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &*found->second;
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
  // Where another tab may have had it, a key that is gone says that the mutation has ended.
  write(entry.mutation.name, entry.stored, !entry.exposed);
}

bool Outbox::unstored(OutboxEntry& entry) {
  if (entry.stored.empty()) return false;
  keep_in_memory(entry);
  HeldTexts& written = written_[entry.mutation.name];
  if (std::find(written.begin(), written.end(), std::nullopt) == written.end()) written.emplace_back(std::nullopt);
  return true;
}

void Outbox::keep_in_memory(OutboxEntry& entry) {
  entry.stored.clear();
  may_be_in_memory_ = true;
}

bool Outbox::any_in_memory() {
  may_be_in_memory_ = may_be_in_memory_ && std::any_of(entries_.begin(), entries_.end(),
                                                       [](const OutboxEntry& entry) { return entry.stored.empty(); });
  return may_be_in_memory_;
}

// `anew`: also where there is no such key.
void Outbox::write(const MutationName& name, std::string text, bool anew) {
  HeldTexts held = written_[name];
  const bool may_be_gone = std::find(held.begin(), held.end(), std::nullopt) != held.end();
  if (anew && !held.empty() && !may_be_gone) held.emplace_back(std::nullopt);
  note_written(name, text);
  effects_.persist(outbox_key(name), std::move(text), std::move(held));
}

void Outbox::note_written(const MutationName& name, const std::string& text) {
  if (!owns_text(name, text)) written_[name].emplace_back(text);
}

bool Outbox::owns_text(const MutationName& name, const std::string& text) const {
  const auto written = written_.find(name);
  return written != written_.end() &&
         std::find(written->second.begin(), written->second.end(), text) != written->second.end();
}

void Outbox::erase_key(const MutationName& name) {
  auto node = written_.extract(name);
  if (!node.empty()) effects_.persist(outbox_key(name), std::nullopt, std::move(node.mapped()));
}

Json Outbox::advance(OutboxEntry& entry) {
  entry.before.clear();
  if (entry.stored.empty()) {
    store(entry);
    return nullptr;
  }
  entry.before = std::exchange(entry.stored, text_of(entry));
  note_written(entry.mutation.name, entry.stored);
  return json_object("key", outbox_key(entry.mutation.name), "text", entry.before, "next", entry.stored);
}

// The texts of another incarnation differ, though they say the same.
void Outbox::hold_back() {
  ++life_;
  for (OutboxEntry& entry : entries_) {
    if (entry.request == 0 || entry.before.empty()) continue;
    MutationEvent told = stored_event(entry);
    --told.attempts;
    std::string text = text_of(std::move(told));
    note_written(entry.mutation.name, text);
    HeldTexts unless_left = {std::exchange(entry.before, text)};
    effects_.persist(outbox_key(entry.mutation.name), std::move(text), std::move(unless_left));
  }
}

MutationEvent Outbox::stored_event(const OutboxEntry& entry) const {
  MutationEvent told = event(entry);
  told.stored = true;
  told.owner.clear();
  return told;
}

std::string Outbox::text_of(const OutboxEntry& entry) const { return text_of(stored_event(entry)); }

std::string Outbox::text_of(MutationEvent event) const {
  const std::int64_t at_ms = event.mutation.stamp.ms;
  return encode_message({client_, life_, 0, at_ms, {std::move(event)}});
}

OutboxEntry Outbox::take(const MutationName& name) {
  const auto place = places_.extract(name).mapped();
  OutboxEntry entry = std::move(*place);
  entries_.erase(place);
  return entry;
}

// Whoever has heard of it takes an entry that still says otherwise for the rest of a tab that died after telling, and removes
// it. So this is stored before anybody hears.
void Outbox::write_end(MutationEvent event) {
  const MutationName name = event.mutation.name;
  write(name, text_of(std::move(event)), true);
  effects_.keep_first(outbox_key(name));
}

void Outbox::keep_unknown(UnknownOutcome unknown) {
  MutationEvent event;
  event.mutation = unknown.mutation;
  event.stored = true;
  event.unknown_at = unknown.at;
  write_end(std::move(event));
  const MutationName name = unknown.mutation.name;
  unknown_.insert_or_assign(name, std::move(unknown));
}

std::optional<UnknownOutcome> Outbox::take_unknown(const MutationName& name) {
  auto node = unknown_.extract(name);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

bool Outbox::keeps(const MutationName& name) const {
  const auto unknown = unknown_.find(name);
  const bool decides = unknown != unknown_.end() && !unknown->second.at.empty();
  return decides || places_.contains(name) || failures_.contains(name);
}

void Outbox::keep(Failure failure) {
  MutationEvent event;
  event.mutation = failure.mutation;
  event.stored = true;
  event.problem = failure.problem;
  event.unknown_at = failure.unknown_at;
  write_end(std::move(event));
  const MutationName name = failure.mutation.name;
  failures_.insert_or_assign(name, std::move(failure));
}

std::optional<Failure> Outbox::take_failure(const MutationName& name) {
  auto node = failures_.extract(name);
  return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
}

void Outbox::clear() {
  entries_.clear();
  places_.clear();
  failures_.clear();
  unknown_.clear();
  written_.clear();
}

}  // namespace tablattice
