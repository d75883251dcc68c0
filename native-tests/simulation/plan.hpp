// What kind of world a seed makes: its backend, its browser, its options, and how often each fault strikes.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>

#include "core/collection.hpp"
#include "simulation/tally.hpp"

namespace tablattice::simulation {

// How a row's version is written (the feed's is its revision).
enum class VersionForm {
  count,             // 1, 2, 3 …, going on where a deleted key is created again
  count_restarting,  // 1, 2, 3 …, from 1 again in each life of a key
  decimal_string,    // the same as count, in quotes
  instant            // ISO-8601 in several notations; changes of one millisecond share it
};

struct Plan {
  std::uint64_t seed = 0;

  // The backend.
  Rung rung = Rung::feed;
  VersionForm version_form = VersionForm::count;
  bool etags = false;
  bool keys = true;           // remembers Idempotency-Key
  bool bare_answers = false;  // writes are now and then answered with 204
  bool server_ids = false;
  std::size_t page_rows = 0;  // rows of a list's page; 0: lists come whole
  bool pushes = false;        // a feed tells each change to those that listen
  std::size_t collections = 1;

  // The application's options.
  bool rung_told = true;
  bool if_match = false;
  bool reject_conflicts = false;
  bool assign = false;
  RequestOrder order = RequestOrder::row;
  bool persist = false;

  // The browser.
  std::size_t tabs = 2;
  bool locks = true;
  bool all_channels_broken = false;

  // Numbers of the configuration.
  std::int64_t beat_ms = 2'000;
  std::int64_t beats_missed = 3;
  std::int64_t steal_ms = 10'000;
  std::int64_t memory_ms = 3'600'000;
  std::int64_t active_ms = 5'000;
  std::int64_t idle_ms = 10'000;
  std::int64_t idle_after_ms = 20'000;
  std::int64_t deadline_ms = 4'000;
  std::int64_t backoff_max_ms = 5'000;
  std::int64_t attempts_max = 10;
  std::int64_t key_memory_ms = 86'400'000;
  std::int64_t slice_bytes = 128 * 1024;  // of a list, joined at a time, and of a state, told at a time

  // How long it is wild, and how much users do meanwhile.
  std::int64_t wild_ms = 30'000;
  std::int64_t away_ms_max = 25'000;  // how long a tab is frozen
  std::size_t actions = 20;
  std::int64_t latency_ms = 60;

  // Per occasion, or for what happens of itself: per one of `occasions_max` times in a world.
  std::array<unsigned, fault_count> per_mille{};

  [[nodiscard]] unsigned& chance(Fault kind) { return per_mille[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] unsigned chance(Fault kind) const { return per_mille[static_cast<std::size_t>(kind)]; }
  // Nothing is forgotten while a world lasts.
  [[nodiscard]] bool remembers_all() const { return memory_ms >= 3'600'000; }
  // What was shown and told can be held against the server at every step.
  [[nodiscard]] bool steps_hold() const { return (rung == Rung::feed || clocks_agree()) && remembers_all(); }
  // After which a dead tab's mutations are taken over: without locks only long silence tells that it is dead.
  [[nodiscard]] std::int64_t silence_ms() const { return locks ? 0 : 50 * beat_ms; }
  // All tabs' clocks run alike and never step: what the lower rungs' promises rest on (design §4).
  [[nodiscard]] bool clocks_agree() const {
    return chance(Fault::clock_skewed) + chance(Fault::clock_forward) + chance(Fault::clock_back) == 0;
  }
};

inline constexpr std::size_t occasions_max = 4;

// What a run leaves out of the world that its seed makes: to find out which faults a failure needs.
struct Leave {
  std::optional<Rung> rung;
  std::bitset<fault_count> without;
  std::size_t actions_max = 1'000;
};

Plan make_plan(std::uint64_t seed, const Leave& leave);

// The engine's configuration for one tab; `visible`, `online`: how it opens.
std::string config_text(const Plan& plan, const std::string& client, std::uint64_t random_seed, bool visible,
                        bool online);

// For the trace: the plan in one line.
std::string describe(const Plan& plan);

inline constexpr std::array<const char*, 2> collection_names = {"slots", "notes"};

}  // namespace tablattice::simulation
