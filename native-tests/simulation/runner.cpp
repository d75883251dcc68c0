#include "simulation/runner.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// Seeds are handed out in small parcels, so that no thread ends long before the others.
constexpr std::uint64_t parcel = 16;
constexpr std::uint64_t progress_every = 2'000;

class Workers {
 public:
  explicit Workers(const Run& run) : run_(run) {}

  Outcome work() {
    std::vector<std::thread> threads;
    for (unsigned thread = 1; thread < run_.threads; ++thread) threads.emplace_back([this] { take_parcels(); });
    take_parcels();
    for (std::thread& thread : threads) thread.join();
    return std::move(outcome_);
  }

 private:
  void take_parcels() {
    Tally tally;
    for (std::uint64_t first = next_.fetch_add(parcel); first < run_.worlds && !stopped_;
         first = next_.fetch_add(parcel)) {
      for (std::uint64_t index = first; index < std::min(first + parcel, run_.worlds) && !stopped_; ++index)
        live_through(run_.seed + index, tally);
    }
    const std::lock_guard lock(mutex_);
    outcome_.tally.add(tally);
  }

  void live_through(std::uint64_t seed, Tally& tally) {
    World world(seed, run_.leave, false);
    world.run();
    tally.add(world.tally);
    const std::lock_guard lock(mutex_);
    if (world.failed()) {
      ++outcome_.failed;
      if (outcome_.failures.size() < failures_kept_max) outcome_.failures[seed] = world.failure();
      if (run_.stop_at_first) stopped_ = true;
    }
    if (++done_ % progress_every == 0 && !run_.quiet) {
      std::printf("%llu worlds, %llu failed\n", static_cast<unsigned long long>(done_),
                  static_cast<unsigned long long>(outcome_.failed));
      std::fflush(stdout);
    }
  }

  const Run& run_;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<bool> stopped_{false};
  std::mutex mutex_;
  std::uint64_t done_ = 0;
  Outcome outcome_;
};

}  // namespace

Outcome run_worlds(const Run& run) { return Workers(run).work(); }

}  // namespace tablattice::simulation
