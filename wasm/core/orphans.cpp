#include "core/orphans.hpp"

#include <algorithm>
#include <utility>

#include "core/outbox.hpp"
#include "core/tabs.hpp"

namespace tablattice {

void Orphans::heard(const MutationEvent& event, const std::string& sender) {
  const std::string owner = event.owner.empty() ? sender : event.owner;
  if (owner == session_.config.client) return;
  const auto known = mutations_.find(event.mutation.name);
  const bool same_owner = known != mutations_.end() && known->second.owner == owner;
  const MutationEvent before = known == mutations_.end() ? MutationEvent() : known->second;
  MutationEvent& kept = mutations_[event.mutation.name];
  kept = event;
  kept.attempts = std::max(before.attempts, event.attempts);
  // That storage refused it is told after that it is stored, and may be heard before.
  if (same_owner && event.attempts <= before.attempts) kept.stored = before.stored && event.stored;
  kept.owner = owner;
  known_since_ms_.try_emplace(owner, session_.now_ms);
  if (leads_) watch(owner);
}

void Orphans::found(const MutationName& name, const std::string& owner) {
  const auto known = mutations_.find(name);
  if (known != mutations_.end() && owner != session_.config.client) known->second.owner = owner;
}

void Orphans::outcome(const OutcomeEvent& event) {
  const auto known = mutations_.find(event.name);
  if (known == mutations_.end()) return;
  if (event.kind == OutcomeEvent::Kind::unknown) {
    known->second.unknown = true;
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
    for (const auto& [name, event] : mutations_) watch(event.owner);
    return scan();
  }
  for (const std::string& client : watched_) session_.effects.push({{"kind", "unlock"}, {"name", client_lock(client)}});
  watched_.clear();
  dead_.clear();
}

void Orphans::watch(const std::string& client) {
  if (!session_.config.locks || !watched_.insert(client).second) return;
  session_.effects.push({{"kind", "lock"}, {"name", client_lock(client)}});
}

void Orphans::scan() { session_.effects.push({{"kind", "scan"}}); }

void Orphans::locked(const std::string& client) {
  if (!watched_.contains(client)) return;
  dead_.insert(client);
  scan();
}

void Orphans::scanned(const std::map<std::string, std::string>& texts) {
  std::erase_if(mutations_, [&](const auto& item) {
    return !item.second.problem.is_null() && item.second.stored && !texts.contains(outbox_key(item.first));
  });
  for (const std::string& client : std::exchange(dead_, {})) {
    std::vector<MutationEvent> taken;
    std::erase_if(mutations_, [&](const auto& item) {
      const bool theirs = item.second.owner == client;
      if (theirs) taken.push_back(item.second);
      return theirs;
    });
    std::sort(taken.begin(), taken.end(), [](const MutationEvent& left, const MutationEvent& right) {
      return left.mutation.before(right.mutation);
    });
    for (const MutationEvent& event : taken) {
      const auto text = texts.find(outbox_key(event.mutation.name));
      on_orphan(event, text == texts.end() ? std::nullopt : std::optional(text->second));
    }
    known_since_ms_.erase(client);
    if (watched_.erase(client) > 0) session_.effects.push({{"kind", "unlock"}, {"name", client_lock(client)}});
  }
}

void Orphans::tidy() {
  // An entry that nobody has told of (its tab died between writing and telling) is only found in storage.
  if (leads_ && ++beats_ % scan_beats == 0) scan();
  std::erase_if(mutations_, [&](const auto& item) { return item.second.open() && decided(item.second.mutation); });
  if (!leads_ || session_.config.locks) return;
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
  dead_.clear();
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
