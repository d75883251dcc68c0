// What createEngine hands to the engine, read strictly.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/collection.hpp"
#include "core/status.hpp"

namespace tablattice {

// Poll policy (design §8); in milliseconds, where nothing else is said.
struct PollOptions {
  bool enabled = true;
  std::int64_t active_ms = 5'000;
  std::int64_t idle_ms = 30'000;
  std::int64_t idle_after_ms = 60'000;  // without activity for so long, the user is idle
  std::int64_t stale_ms = 2'000;        // refresh() answers from younger state without asking
  std::int64_t deadline_ms = 15'000;
  std::int64_t backoff_min_ms = 1'000;
  std::int64_t backoff_max_ms = 60'000;
  std::int64_t slice_bytes = 128 * 1024;  // of a list, joined at a time while visible; of a state
};

struct OutboxOptions {
  std::int64_t concurrency = 4;    // write requests in flight at a time
  std::int64_t attempts_max = 10;  // then the mutation joins the failures
  std::int64_t queue_max = 1'000;  // unanswered mutations of one engine; one more is refused ("outbox_full")
  std::int64_t deadline_ms = 15'000;
  std::int64_t backoff_min_ms = 500;
  std::int64_t backoff_max_ms = 30'000;
  std::int64_t key_memory_ms = 86'400'000;  // how long the server remembers an idempotency key
};

// How tabs find each other and agree (design §5, §7); all in milliseconds but beats_missed.
struct TabsOptions {
  std::int64_t beat_ms = 2'000;         // between two beats of the leader
  std::int64_t beats_missed = 3;        // after so many the leader counts as lost
  std::int64_t hello_ms = 100;          // how long a hello waits for an answer
  std::int64_t gap_ms = 50;             // how long a missing message may still come
  std::int64_t steal_ms = 60'000;       // between two attempts of one tab to steal the leader's lock
  std::int64_t memory_ms = 86'400'000;  // deletions, outcomes and silent clients are forgotten at this age
};

struct Config {
  std::string client;
  std::uint64_t life = 1;
  std::string seed;
  std::string scope;
  bool visible = true;
  bool online = true;
  std::vector<CollectionOptions> collections;
  PollOptions poll;
  OutboxOptions outbox;
  TabsOptions tabs;
  bool locks = false;    // the host executes `lock` effects
  std::string identity;  // whom the scope belongs to; empty: not told
  std::set<int> unauthorized = {401, 419};
};

// Refuses unknown members, wrong types and out-of-range numbers by name ("config_invalid"), and slices that this build
// does not hold ("slice_unknown", "slice_invalid").
Result<Config> read_config(std::string_view text);

}  // namespace tablattice
