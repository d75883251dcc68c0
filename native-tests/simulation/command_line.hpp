// Words of the programs' command lines.
#pragma once

#include <cstdint>
#include <string>

#include "simulation/plan.hpp"

namespace tablattice::simulation {

// The exit code of a program that was started wrongly.
inline constexpr int exit_misused = 2;

// Each false: the word does not fit.
bool read_number(const char* word, std::uint64_t& target);
bool read_rung(const std::string& word, Leave& leave);

}  // namespace tablattice::simulation
