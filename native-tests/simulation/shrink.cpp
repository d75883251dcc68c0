#include "simulation/shrink.hpp"

#include <cstdio>

#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// What a failure says without the names and rows in it: its first words of small letters.
std::string nature(const std::string& failure) {
  std::string words;
  std::string word;
  for (const char letter : failure + ' ') {
    if (letter != ' ') {
      word += letter;
      continue;
    }
    const bool plain = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz()") == std::string::npos;
    if (plain && words.size() < 40) words += word + ' ';
    word.clear();
  }
  return words;
}

bool fails_alike(std::uint64_t seed, const Leave& leave, const std::string& failure) {
  World world(seed, leave, false);
  world.run();
  return world.failed() && nature(world.failure()) == nature(failure);
}

void leave_out_faults(std::uint64_t seed, Leave& leave, const std::string& failure) {
  for (std::size_t kind = 0; kind < fault_count; ++kind) {
    Leave smaller = leave;
    smaller.without.set(kind);
    if (!leave.without[kind] && fails_alike(seed, smaller, failure)) leave = smaller;
  }
}

void leave_out_actions(std::uint64_t seed, Leave& leave, const std::string& failure) {
  for (std::size_t actions = 0; actions < make_plan(seed, leave).actions; ++actions) {
    Leave smaller = leave;
    smaller.actions_max = actions;
    if (!fails_alike(seed, smaller, failure)) continue;
    leave = smaller;
    return;
  }
}

}  // namespace

// Twice: without its actions a world may need fewer faults.
Shrunk shrink(std::uint64_t seed, const Leave& leave, const std::string& failure) {
  Shrunk shrunk{leave, failure, {}};
  for (int round = 0; round < 2; ++round) {
    leave_out_faults(seed, shrunk.leave, failure);
    leave_out_actions(seed, shrunk.leave, failure);
  }
  World world(seed, shrunk.leave, true);
  world.run();
  shrunk.failure = world.failure();
  shrunk.trace = world.trace.lines();
  return shrunk;
}

void print_shrunk(std::uint64_t seed, const Shrunk& shrunk) {
  std::printf("\nworld %llu breaks %s\n", static_cast<unsigned long long>(seed), shrunk.failure.c_str());
  const std::size_t lines = shrunk.trace.size();
  const std::size_t first = lines > trace_lines_shown ? lines - trace_lines_shown : 0;
  std::printf("%s\n", lines == 0 ? "" : shrunk.trace.front().c_str());
  for (std::size_t line = std::max<std::size_t>(first, 1); line < lines; ++line)
    std::printf("%s\n", shrunk.trace[line].c_str());
}

}  // namespace tablattice::simulation
