// tablattice_counts: under `valgrind --tool=callgrind --instr-atstart=no` each operation's instructions are dumped under its name;
// its allocations are printed as JSON. web/bench/native/counts.js runs it and compares with counts.json.
#include <valgrind/callgrind.h>

#include <cstdio>

#include "bench/allocations.hpp"
#include "bench/operations.hpp"

namespace {

constexpr int warm_up_runs = 20;
constexpr int runs = 40;

// Runs it a few times and prints what one unit took.
void count(const tablattice::bench::Operation& operation, const char* separator) {
  const bool long_run = operation.units > 500;
  for (int run = 0; run < (long_run ? 1 : warm_up_runs); ++run) {
    operation.prepare();
    operation.run();
  }
  const int measured = long_run ? 1 : runs;
  std::uint64_t allocated = 0;
  CALLGRIND_ZERO_STATS;
  for (int run = 0; run < measured; ++run) {
    operation.prepare();
    const std::uint64_t before = tablattice::bench::allocations();
    CALLGRIND_START_INSTRUMENTATION;
    operation.run();
    CALLGRIND_STOP_INSTRUMENTATION;
    allocated += tablattice::bench::allocations() - before;
  }
  CALLGRIND_DUMP_STATS_AT(operation.name.c_str());
  const double units = operation.units * measured;
  std::printf("%s\n{\"name\":\"%s\",\"unit\":\"%s\",\"units\":%.0f,\"allocations\":%.2f}", separator,
              operation.name.c_str(), operation.unit.c_str(), units, static_cast<double>(allocated) / units);
}

}  // namespace

int main() {
  const char* separator = "[";
  for (const auto& operation : tablattice::bench::make_operations()) {
    count(operation, separator);
    separator = ",";
  }
  std::printf("]\n");
  return 0;
}
