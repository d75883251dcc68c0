// The kinds of faults that strike a world and of repairs that it makes, how often each must happen, and how often it
// did. A run in which one of them is rarer than stated proves less than it claims, and fails.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tablattice::simulation {

enum class Fault : std::size_t {
  // messages between tabs
  message_lost,
  message_twice,
  message_late,
  message_garbled,
  message_reordered,
  channel_cut,
  channel_broken,
  storage_event_late,
  storage_event_lost,
  // what the browser keeps
  quota_refused,
  storage_lost,
  cache_failed,
  cache_lost,
  locks_missing,
  // tabs
  tab_opened,
  tab_closed,
  tab_crashed,
  crashed_between_effects,
  tab_reloaded,
  tab_frozen,
  tab_stalled,
  tab_cached,
  tab_hidden,
  tab_offline,
  tab_stopped,
  timers_throttled,
  newer_tab,
  // clocks
  clock_skewed,
  clock_forward,
  clock_back,
  // network and server
  request_lost,
  request_late,
  request_twice,
  answer_lost,
  answer_late,
  server_error,
  error_after_commit,
  server_busy,
  session_expired,
  key_in_progress,
  login_page,
  server_restarted,
  history_truncated,
  same_millisecond,
  key_lives_again,
  other_user,
  tab_left,
  push_overdue,
  count
};

enum class Repair : std::size_t {
  adopted,
  gap,
  healed,
  stolen,
  two_leaders,
  stale,
  duplicate,
  refused,
  malformed,
  state_transfer,
  thawed,
  returned,
  cursor_expired,
  unauthorized,
  not_modified,
  conflict,
  rejected,
  bare_answer,
  alias,
  new_life,
  unknown_outcome,
  failure_kept,
  failure_retried,
  failure_discarded,
  attempt_again,
  key_replayed,
  not_own_any_more,
  warm_start,
  outdated,
  drift_drill,
  gap_drill,
  frozen_leader_drill,
  push,
  twin_drill,
  late_joiner_drill,
  stranger_drill,
  count
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count);
inline constexpr std::size_t repair_count = static_cast<std::size_t>(Repair::count);

struct Kind {
  const char* name;
  std::uint64_t least_per_1000_worlds;
};

extern const std::array<Kind, fault_count> fault_kinds;
extern const std::array<Kind, repair_count> repair_kinds;

// Minimums are held against runs of at least so many worlds: a few may miss a rare kind by chance.
inline constexpr std::uint64_t minimums_worlds_least = 2'000;

struct Tally {
  std::array<std::uint64_t, fault_count> faults{};
  std::array<std::uint64_t, repair_count> repairs{};
  std::uint64_t worlds = 0;
  std::uint64_t inputs = 0;  // calls into engines
  std::uint64_t virtual_ms = 0;

  void count(Fault kind, std::uint64_t times = 1) { faults[static_cast<std::size_t>(kind)] += times; }
  void count(Repair kind, std::uint64_t times = 1) { repairs[static_cast<std::size_t>(kind)] += times; }
  void add(const Tally& other);
};

// Prints one line per kind: its name, how often it happened per 1,000 worlds, and the stated minimum. False: one is below.
// `whole`: nothing was left out of the worlds; else the minimums do not apply.
bool print_tally(const Tally& tally, bool whole);

}  // namespace tablattice::simulation
