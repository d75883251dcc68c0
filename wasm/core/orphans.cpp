#include "core/orphans.hpp"

#include <algorithm>
#include <utility>

#include "core/outbox.hpp"
#include "core/tabs.hpp"

namespace tablattice {
namespace {

// Whoever tells that was not dead after all: it has tried again, or ended it.
bool continues(const MutationEvent& known, const MutationEvent& event) {
  return event.attempts > known.attempts || (known.open() && !event.open());
}

}  // namespace

void Orphans::heard(const MutationEvent& event, const std::string& sender) {
  const std::string owner = event.owner.empty() ? sender : event.owner;
  if (owner == session_.config.client) return;
  const auto known = mutations_.find(event.mutation.name);
  const bool given = known != mutations_.end() && known->second.owner == sender;
  if (known != mutations_.end() && !given && !continues(known->second, event) && inherited(known->second, owner))
    return;
  MutationEvent kept = event;
  kept.owner = owner;
  if (known != mutations_.end()) {
    const MutationEvent& before = known->second;
    // Two transports bring an older event after a newer.
    if (event.attempts < before.attempts) kept.if_match = before.if_match;
    kept.attempts = std::max(before.attempts, event.attempts);
    // That storage refused it is told after that it is stored, and may be heard before.
    if (before.owner == owner && event.attempts <= before.attempts) kept.stored = before.stored && event.stored;
  }
  mutations_.insert_or_assign(event.mutation.name, std::move(kept));
  known_since_ms_.try_emplace(owner, session_.now_ms);
  if (leads_) watch(owner);
}

void Orphans::found(const MutationEvent& event, const std::string& owner) {
  const auto known = mutations_.find(event.mutation.name);
  if (known == mutations_.end()) {
    if (event.open() && session_.settled.contains(event.mutation.name)) heard(event, owner);
    return;
  }
  if (owner == session_.config.client || inherited(known->second, owner)) return;
  known->second.owner = owner;
  if (leads_) watch(owner);
}

// Its heir runs it from memory: storage, which refused the heir's text, holds its first owner's still.
bool Orphans::inherited(const MutationEvent& known, const std::string& owner) {
  return !known.stored && known.owner != owner && owner == known.mutation.name.client;
}

void Orphans::leave(const MutationName& name) {
  mutations_.erase(name);
  left_.insert(name);
}

void Orphans::outcome(const OutcomeEvent& event) {
  const auto known = mutations_.find(event.name);
  if (known == mutations_.end()) return;
  if (event.kind == OutcomeEvent::Kind::unknown) {
    known->second.unknown_at = event.stamp;
  } else if (!event.problem.is_null()) {
    // Its tab keeps it for its user, or dies before it does; it ends with a refusal that is told without problem.
    known->second.problem = event.problem;
  } else {
    mutations_.erase(known);
  }
}

void Orphans::lead(bool leads) {
  leads_ = leads;
  if (leads) {
    watch_owners();
    return scan();
  }
  for (const std::string& client : watched_)
    session_.effects.push(json_object("kind", "unlock", "name", client_lock(client)));
  watched_.clear();
  dead_.clear();
  held_up_ = false;
}

void Orphans::watch(const std::string& client) {
  if (!session_.config.locks || !watched_.insert(client).second) return;
  session_.effects.push(json_object("kind", "lock", "name", client_lock(client)));
}

void Orphans::watch_owners() {
  for (const auto& [name, event] : mutations_) watch(event.owner);
}

void Orphans::scan() { session_.effects.push(json_object("kind", "scan")); }

void Orphans::locked(const std::string& client) {
  if (!watched_.contains(client)) return;
  dead_.insert(client);
  scan();
}

void Orphans::scanned(const std::map<std::string, std::string>& texts) {
  std::erase_if(mutations_, [&](const auto& item) {
    return !item.second.problem.is_null() && item.second.stored && !texts.contains(outbox_key(item.first));
  });
  if (!hears_state_until()) {
    for (const std::string& client : std::exchange(dead_, {})) take_over(client, texts);
  }
  held_up_ = !dead_.empty();
  left_.clear();
  correct_forgotten(texts);
  if (leads_) ask_after_missing(texts);
}

// Storage held it and does so no more, though nobody has told how it ended: its owner has ended it just now, or is another
// than the one that is known here, which lives. That one is told what is thought of it.
void Orphans::ask_after_missing(const std::map<std::string, std::string>& texts) {
  std::set<MutationName> missing;
  for (const auto& [name, event] : mutations_) {
    if (!event.open() || !event.stored || texts.contains(outbox_key(name))) continue;
    if (missing_.contains(name)) session_.effects.send(event);
    missing.insert(name);
  }
  missing_ = std::move(missing);
}

void Orphans::correct(const MutationEvent& event) {
  const auto known = mutations_.find(event.mutation.name);
  if (known != mutations_.end()) return session_.effects.send(known->second);
  if (!event.open()) return;
  if (ownerless_.empty()) scan();
  ownerless_.insert_or_assign(event.mutation.name, event.mutation);
}

// What this tab ended, and forgot with its client, another that was away for long hears only now, and nobody else ends it.
void Orphans::correct_forgotten(const std::map<std::string, std::string>& texts) {
  for (const auto& [name, mutation] : std::exchange(ownerless_, {})) {
    const auto known = mutations_.find(name);
    if (known != mutations_.end()) {
      session_.effects.send(known->second);
    } else if (!texts.contains(outbox_key(name)) && !decided(mutation)) {
      on_forgotten(mutation);
    }
  }
}

// Nothing here tells of which row an entry is that cannot be read. What its client did later may have to wait for it, so
// that too is left to a tab of the newer protocol, or until the entry is gone.
bool Orphans::follows_left(const MutationName& name) const {
  return std::any_of(left_.begin(), left_.end(), [&](const MutationName& left) {
    return left.client == name.client && left.n < name.n && !session_.settled.contains(left);
  });
}

void Orphans::take_over(const std::string& client, const std::map<std::string, std::string>& texts) {
  std::vector<MutationEvent> taken;
  bool all = true;
  std::erase_if(mutations_, [&](const auto& item) {
    if (item.second.owner != client) return false;
    const bool takes = !item.second.open() || !follows_left(item.first);
    if (takes) taken.push_back(item.second);
    all = all && takes;
    return takes;
  });
  std::sort(taken.begin(), taken.end(),
            [](const MutationEvent& left, const MutationEvent& right) { return left.mutation.before(right.mutation); });
  for (const MutationEvent& event : taken) {
    const auto text = texts.find(outbox_key(event.mutation.name));
    on_orphan(event, text == texts.end() ? std::nullopt : std::optional(text->second));
  }
  // Its lock is let go in any case: it may be alive again.
  if (watched_.erase(client) > 0) session_.effects.push(json_object("kind", "unlock", "name", client_lock(client)));
  known_since_ms_.erase(client);
  if (!all) known_since_ms_[client] = session_.now_ms;
}

std::optional<std::int64_t> Orphans::due_at() const { return held_up_ ? hears_state_until() : std::nullopt; }

void Orphans::pump() {
  if (!held_up_ || hears_state_until()) return;
  held_up_ = false;
  scan();
}

void Orphans::tidy() {
  // An entry that nobody has told of (its tab died between writing and telling) is only found in storage.
  if (leads_ && ++beats_ % scan_beats == 0) {
    watch_owners();
    scan();
  }
  if (leads_ && !session_.config.locks) find_silent();
  std::erase_if(mutations_, [&](const auto& item) { return item.second.open() && decided(item.second.mutation); });
}

void Orphans::find_silent() {
  const std::int64_t silent_since_ms = session_.now_ms - silent_beats_max * session_.config.tabs.beat_ms;
  const std::size_t dead_before = dead_.size();
  for (const auto& [name, event] : mutations_) {
    const std::int64_t heard_ms =
        std::max(session_.heard.heard_at(event.owner).value_or(0), known_since_ms_[event.owner]);
    if (heard_ms < silent_since_ms) dead_.insert(event.owner);
  }
  if (dead_.size() > dead_before) scan();
}

void Orphans::clear() {
  mutations_.clear();
  left_.clear();
  missing_.clear();
  ownerless_.clear();
  dead_.clear();
  held_up_ = false;
}

std::string Orphans::owner(const MutationName& name) const {
  const auto known = mutations_.find(name);
  return known == mutations_.end() ? std::string() : known->second.owner;
}

std::optional<MutationEvent> Orphans::find(const MutationName& name) const {
  const auto known = mutations_.find(name);
  return known == mutations_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace tablattice
