// Many worlds, on several threads. Which seeds fail, and the tally, do not depend on how many.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "simulation/plan.hpp"
#include "simulation/tally.hpp"

namespace tablattice::simulation {

struct Run {
  std::uint64_t worlds = 1'000;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  bool stop_at_first = false;  // with one thread: the first failing seed
  bool quiet = false;          // no progress is told, and no failing world is shrunk
  Leave leave;
};

struct Outcome {
  Tally tally;
  std::uint64_t failed = 0;
  std::map<std::uint64_t, std::string> failures;  // by seed; at most failures_kept_max
};

inline constexpr std::size_t failures_kept_max = 1'000;

Outcome run_worlds(const Run& run);

}  // namespace tablattice::simulation
