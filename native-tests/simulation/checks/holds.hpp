// What a tab must show once it has told a change as saved.
#pragma once

#include <string>

#include "simulation/world.hpp"

namespace tablattice::simulation {

// Whether the tab shows a row that holds the deed's effect, or something that came after it: a later state of the
// server, another change that is folded over it, or a deletion.
bool holds(const World& world, const Tab& tab, const Deed& deed);

// Whether somebody in this browser asked for the row's deletion, and this tab was not told that it was refused.
bool deletion_asked(const World& world, const Tab& tab, std::size_t collection, const std::string& key);

// Whether `text` stands in that field of the row for a change that this tab may still show: one that it does not know
// to be refused.
bool written_here(const World& world, const Tab& tab, std::size_t collection, const std::string& key, std::size_t field,
                  const std::string& text);

// Whether the server was without that row at some time since `since_ms`.
bool server_was_without(const World& world, std::size_t collection, const std::string& key, std::int64_t since_ms);

}  // namespace tablattice::simulation
