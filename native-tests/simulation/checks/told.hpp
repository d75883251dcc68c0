// Who was told what: see refused.cpp for the rule.
#pragma once

#include <set>
#include <string>

#include "simulation/world.hpp"

namespace tablattice::simulation {

// The names that some living tab shows among its failures.
std::set<std::string> kept_failures(const World& world);

// The first mutation that is not in the server while nobody was told so; "" where there is none.
std::string nobody_told(const World& world);

// The key of an outbox entry in storage that is no such failure's; "" where there is none.
std::string entry_left(const World& world);

}  // namespace tablattice::simulation
