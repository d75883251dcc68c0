// Whether what a tab shows is what the server holds.
#pragma once

#include <string>

#include "simulation/tab.hpp"

namespace tablattice::simulation {

// The first difference in words; "" where there is none, to the last byte of every row.
std::string difference_from_server(const World& world, const Tab& tab);

// The first row that the tab has not read as the server holds it, changes of this browser aside; "" where there is none.
std::string behind_server(const World& world, const Tab& tab);

// The leader that all tabs follow, each with a channel that works; null where there is none, or no other tab.
Tab* leader_of_all(const World& world);

}  // namespace tablattice::simulation
