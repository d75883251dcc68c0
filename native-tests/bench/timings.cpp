// tablattice_timings: the same operations in time, by Google Benchmark. Reported, never compared: machines differ.
#include <benchmark/benchmark.h>

#include "bench/operations.hpp"

namespace {

void time_operation(benchmark::State& state, const tablattice::bench::Operation& operation) {
  for (auto _ : state) {
    state.PauseTiming();
    operation.prepare();
    state.ResumeTiming();
    operation.run();
  }
  state.counters[operation.unit + "s"] =
      benchmark::Counter(operation.units, benchmark::Counter::kIsIterationInvariantRate, benchmark::Counter::kIs1000);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  for (const auto& operation : tablattice::bench::make_operations()) {
    benchmark::RegisterBenchmark(operation.name.c_str(), time_operation, operation)->Unit(benchmark::kMicrosecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
