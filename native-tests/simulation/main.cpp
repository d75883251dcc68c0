// tablattice_simulate: runs a range of worlds, or one of them again. See README.md.
#include <cstdio>
#include <optional>
#include <string>

#include "simulation/command_line.hpp"
#include "simulation/runner.hpp"
#include "simulation/shrink.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr int exit_failed = 1;
constexpr const char* usage =
    "usage: tablattice_simulate [--worlds N] [--seed S] [--jobs J] [--rung feed|versioned|plain] [--without FAULT]…\n"
    "                           [--stop-at-first] [--quiet] [--result FILE]\n"
    "       tablattice_simulate --world SEED [--rung …] [--without FAULT]… [--trace] [--whole]\n";

struct Options {
  Run run;
  std::optional<std::uint64_t> world;
  std::string result;  // the file that `{"worlds":…,"failed":…,"enough":…}` is written to; empty: none
  bool trace = false;
  bool whole = false;  // --world: not shrunk
};

bool read_fault(const std::string& name, Leave& leave) {
  for (std::size_t kind = 0; kind < fault_count; ++kind) {
    if (name != fault_kinds[kind].name) continue;
    leave.without.set(kind);
    return true;
  }
  return false;
}

// False: `value` does not fit `name`, or there is no such option.
bool read_valued(const std::string& name, const char* value, Options& options) {
  std::uint64_t number = 0;
  if (name == "--rung") return read_rung(value, options.run.leave);
  if (name == "--without") return read_fault(value, options.run.leave);
  if (name == "--result") {
    options.result = value;
    return true;
  }
  if (!read_number(value, number)) return false;
  if (name == "--worlds") options.run.worlds = number;
  if (name == "--seed") options.run.seed = number;
  if (name == "--jobs") options.run.threads = static_cast<unsigned>(number);
  if (name == "--world") options.world = number;
  return name == "--worlds" || name == "--seed" || name == "--world" ||
         (name == "--jobs" && number >= 1 && number <= 256);
}

bool read_options(int count, char** words, Options& options) {
  for (int place = 1; place < count; ++place) {
    const std::string name = words[place];
    if (name == "--trace") {
      options.trace = true;
    } else if (name == "--whole") {
      options.whole = true;
    } else if (name == "--stop-at-first") {
      options.run.stop_at_first = true;
    } else if (name == "--quiet") {
      options.run.quiet = true;
    } else if (place + 1 == count || !read_valued(name, words[++place], options)) {
      std::fprintf(stderr, "%s: not an option, or its value does not fit.\n%s", name.c_str(), usage);
      return false;
    }
  }
  return true;
}

void print_lines(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::printf("%s\n", line.c_str());
}

// One world again: whole, or what is left of it when all that the failure does not need is left out.
int replay(const Options& options) {
  const std::uint64_t seed = *options.world;
  World world(seed, options.run.leave, options.trace);
  world.run();
  if (world.failed() && !options.whole) {
    const Shrunk shrunk = shrink(seed, options.run.leave, world.failure());
    if (options.trace) print_lines(shrunk.trace);
    if (!options.trace) print_shrunk(seed, shrunk);
  } else if (options.trace) {
    print_lines(world.trace.lines());
  }
  if (world.failed())
    std::printf("world %llu breaks %s\n", static_cast<unsigned long long>(seed), world.failure().c_str());
  std::printf("1 worlds, %d failed\n", world.failed() ? 1 : 0);
  return world.failed() ? exit_failed : 0;
}

// For programs: what they print is for people.
void write_result(const std::string& path, const Outcome& outcome, bool enough) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return std::perror(path.c_str());
  std::fprintf(file, "{\"worlds\":%llu,\"failed\":%llu,\"enough\":%s}\n",
               static_cast<unsigned long long>(outcome.tally.worlds), static_cast<unsigned long long>(outcome.failed),
               enough ? "true" : "false");
  std::fclose(file);
}

int run_range(const Options& options) {
  const Outcome outcome = run_worlds(options.run);
  const Leave& leave = options.run.leave;
  const bool enough = print_tally(outcome.tally, !leave.rung && leave.without.none());
  std::printf("%.1f inputs and %.1f virtual seconds in a world\n",
              static_cast<double>(outcome.tally.inputs) / static_cast<double>(outcome.tally.worlds),
              static_cast<double>(outcome.tally.virtual_ms) / static_cast<double>(outcome.tally.worlds) / 1000);
  for (const auto& [seed, failure] : outcome.failures)
    std::printf("world %llu breaks %s\n", static_cast<unsigned long long>(seed), failure.c_str());
  if (!outcome.failures.empty() && !options.run.quiet) {
    const auto& [seed, failure] = *outcome.failures.begin();
    print_shrunk(seed, shrink(seed, options.run.leave, failure));
    const std::string rung = options.run.leave.rung ? std::string(" --rung ") + rung_word(*options.run.leave.rung) : "";
    std::printf("\nreplay: npm run simulate -- --world %llu%s --trace\n", static_cast<unsigned long long>(seed),
                rung.c_str());
  }
  if (!enough) std::printf("Some kinds of faults or repairs were too few to prove what this run claims.\n");
  std::printf("%llu worlds, %llu failed\n", static_cast<unsigned long long>(outcome.tally.worlds),
              static_cast<unsigned long long>(outcome.failed));
  if (!options.result.empty()) write_result(options.result, outcome, enough);
  return outcome.failed > 0 || !enough ? exit_failed : 0;
}

}  // namespace
}  // namespace tablattice::simulation

int main(int count, char** words) {
  using namespace tablattice::simulation;
  Options options;
  if (!read_options(count, words, options)) return exit_misused;
  return options.world ? replay(options) : run_range(options);
}
