// Makes a failing world smaller: what it does not need to fail is left out, kind of fault by kind of fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulation/plan.hpp"

namespace tablattice::simulation {

struct Shrunk {
  Leave leave;
  std::string failure;             // of the smaller world: the same invariant
  std::vector<std::string> trace;  // all of it
};

Shrunk shrink(std::uint64_t seed, const Leave& leave, const std::string& failure);

// The last lines of a trace, as they are shown with a failure.
inline constexpr std::size_t trace_lines_shown = 60;
void print_shrunk(std::uint64_t seed, const Shrunk& shrunk);

}  // namespace tablattice::simulation
