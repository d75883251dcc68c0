#include "simulation/tally.hpp"

#include <cstdio>

namespace tablattice::simulation {

// Faults: half of what happens on average. Repairs: less where the engine may come to need fewer of them.
const std::array<Kind, fault_count> fault_kinds = {{
    {"message lost", 2700},
    {"message twice", 5000},
    {"message late", 4900},
    {"message garbled", 590},
    {"message reordered", 18'000},
    {"channel cut", 290},
    {"channel broken", 130},
    {"storage event late", 9200},
    {"storage event lost", 3200},
    {"quota refused", 2800},
    {"storage lost", 120},
    {"cache failed", 130},
    {"cache lost", 210},
    {"locks missing", 70},
    {"tab opened", 240},
    {"tab closed", 150},
    {"tab crashed", 300},
    {"tab crashed between effects", 240},
    {"tab reloaded", 260},
    {"tab frozen", 210},
    {"tab stalled", 210},
    {"tab in the bfcache", 210},
    {"tab hidden", 360},
    {"tab offline", 320},
    {"tab stopped", 130},
    {"timer throttled", 7800},
    {"tab of a newer protocol", 65},
    {"clock skewed", 250},
    {"clock stepped forward", 85},
    {"clock stepped back", 86},
    {"request lost", 530},
    {"request applied late", 190},
    {"request twice", 110},
    {"answer lost", 630},
    {"answer late", 420},
    {"server error", 420},
    {"server error after commit", 99},
    {"server busy (Retry-After)", 300},
    {"session expired", 210},
    {"key in progress", 99},
    {"login page", 210},
    {"server restarted", 200},
    {"history truncated", 300},
    {"changes of one millisecond", 390},
    {"key lives again", 230},
    {"change by another user", 4600},
    {"tab left at once", 100},
    {"push overdue", 10},
}};

const std::array<Kind, repair_count> repair_kinds = {{
    {"adopted mutations", 600},
    {"gaps", 1'000},
    {"digest repairs", 200},
    {"leader locks stolen", 80},
    {"two leaders at once", 100},
    {"stale facts", 70},
    {"duplicates", 20'000},
    {"refused messages", 400},
    {"malformed messages", 550},
    {"state transfers", 2'000},
    {"thaws", 300},
    {"bfcache returns", 280},
    {"410: cursor too old", 180},
    {"401: session expired", 360},
    {"304: not modified", 1200},
    {"412: conflict", 190},
    {"rejections", 1300},
    {"204: bare answers", 1300},
    {"aliases", 380},
    {"new lives", 25},
    {"unknown outcomes", 340},
    {"failures kept", 410},
    {"failures retried", 45},
    {"failures discarded", 45},
    {"attempts again", 1'000},
    {"keys replayed", 370},
    {"entry not own any more", 300},
    {"warm starts", 410},
    {"outdated tabs", 170},
    {"drift drills", 150},
    {"gap drills", 70},
    {"frozen leader drills", 60},
    {"pushes", 100},
    {"twin drills", 50},
    {"late joiner drills", 70},
    {"stranger drills", 50},
}};

void Tally::add(const Tally& other) {
  for (std::size_t kind = 0; kind < fault_count; ++kind) faults[kind] += other.faults[kind];
  for (std::size_t kind = 0; kind < repair_count; ++kind) repairs[kind] += other.repairs[kind];
  worlds += other.worlds;
  inputs += other.inputs;
  virtual_ms += other.virtual_ms;
}

namespace {

bool print_kinds(const Kind* kinds, const std::uint64_t* counts, std::size_t size, std::uint64_t worlds, bool held) {
  bool enough = true;
  for (std::size_t kind = 0; kind < size; ++kind) {
    const double rate = worlds == 0 ? 0 : static_cast<double>(counts[kind]) * 1000 / static_cast<double>(worlds);
    const bool below = rate < static_cast<double>(kinds[kind].least_per_1000_worlds);
    std::printf("  %-30s %12.1f   (at least %llu)%s\n", kinds[kind].name, rate,
                static_cast<unsigned long long>(kinds[kind].least_per_1000_worlds),
                below ? (held ? "  TOO FEW" : "  few") : "");
    enough = enough && !(below && held);
  }
  return enough;
}

}  // namespace

bool print_tally(const Tally& tally, bool whole) {
  const bool held = whole && tally.worlds >= minimums_worlds_least;
  std::printf("per 1,000 worlds\n faults\n");
  const bool faults = print_kinds(fault_kinds.data(), tally.faults.data(), fault_count, tally.worlds, held);
  std::printf(" repairs\n");
  const bool repairs = print_kinds(repair_kinds.data(), tally.repairs.data(), repair_count, tally.worlds, held);
  return faults && repairs;
}

}  // namespace tablattice::simulation
