// The other clients' mutations, kept in case their tab dies: then the leader takes them over (design §6, "Adoption").
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/event.hpp"
#include "core/session.hpp"

namespace tablattice {

class Orphans {
 public:
  explicit Orphans(Session& session) : session_(session) {}

  // A dead client's mutation is this tab's now. `text`: what storage holds of it, if anything.
  std::function<void(const MutationEvent& event, const std::optional<std::string>& text)> on_orphan;
  // A part of a state has come, and the rest of it has not: what a dead client did earlier may be in that. Until when it is
  // waited for.
  std::function<std::optional<std::int64_t>()> hears_state_until;
  // Its outcome has been heard.
  std::function<bool(const Mutation&)> decided;
  // This tab was its owner, and neither it nor storage knows of it any more.
  std::function<void(const Mutation&)> on_forgotten;

  // Another client's mutation was heard of, or found in storage.
  void heard(const MutationEvent& event, const std::string& sender);
  // Storage, as it is now, holds it as `owner` wrote it: it is that client's, whatever was heard before and in what order,
  // unless another has it from that one and storage refused what would tell so. Where it has ended, the entry is that
  // client's to remove, who may yet have to tell its user; it is taken over, and removed, once that one is dead.
  void found(const MutationEvent& event, const std::string& owner);
  void outcome(const OutcomeEvent& event);
  // Storage, as it is now, holds it as a tab of a newer protocol wrote it: only such a tab may take it over.
  void leave(const MutationName& name);
  // This tab leads from now on, or no more. Without locks a client that is silent for long counts as dead.
  void lead(bool leads);
  // A client's lock was granted: it is dead. Its mutations are taken over after the next scan().
  void locked(const std::string& client);
  // What storage holds was read: the texts of the outbox entries by their keys.
  void scanned(const std::map<std::string, std::string>& texts);
  // Takes up what waited for the rest of a state, once that has come or is not waited for any more.
  void pump();
  [[nodiscard]] std::optional<std::int64_t> due_at() const;
  // Drops what was decided without an outcome, and finds the silent.
  void tidy();
  void clear();
  // Another tab takes this one for the mutation's owner, which it is not: told otherwise where the owner is known here, or
  // to storage.
  void correct(const MutationEvent& event);

  // Who sends its requests; '' where it is not known here.
  [[nodiscard]] std::string owner(const MutationName& name) const;
  // As it was last heard of; nothing where it was not.
  [[nodiscard]] std::optional<MutationEvent> find(const MutationName& name) const;

 private:
  static bool inherited(const MutationEvent& known, const std::string& owner);
  void watch(const std::string& client);
  void watch_owners();
  void scan();
  void find_silent();
  [[nodiscard]] bool follows_left(const MutationName& name) const;
  void take_over(const std::string& client, const std::map<std::string, std::string>& texts);
  void ask_after_missing(const std::map<std::string, std::string>& texts);
  void correct_forgotten(const std::map<std::string, std::string>& texts);

  Session& session_;
  bool leads_ = false;
  std::uint64_t beats_ = 0;
  std::map<MutationName, MutationEvent> mutations_;  // with their owners
  std::set<MutationName> left_;                      // in the scan that is being taken up
  std::set<MutationName> missing_;                   // in the last scan
  std::map<MutationName, Mutation> ownerless_;       // another tab takes this one for their owner; the next scan tells
  std::set<std::string> watched_;
  std::set<std::string> dead_;
  bool held_up_ = false;                                // they wait for the rest of a state
  std::map<std::string, std::int64_t> known_since_ms_;  // without locks: when its first mutation was heard of
};

// Without locks a client that was silent for so many beats counts as dead. Hidden tabs' timers may run once a minute.
inline constexpr std::int64_t silent_beats_max = 45;
// The leader reads the outbox in storage once in so many beats.
inline constexpr std::uint64_t scan_beats = 10;

}  // namespace tablattice
