// The invariants by name, each in a file of its own.
#pragma once

#include <memory>

#include "simulation/check.hpp"

namespace tablattice::simulation {

std::unique_ptr<Check> one_state(World& world);         // (a)
std::unique_ptr<Check> exactly_once(World& world);      // (b)
std::unique_ptr<Check> forward(World& world);           // (c)
std::unique_ptr<Check> saved(World& world);             // (d)
std::unique_ptr<Check> refused(World& world);           // (e)
std::unique_ptr<Check> bounded(World& world);           // (f)
std::unique_ptr<Check> budget(World& world);            // (g)
std::unique_ptr<Check> two_beats(World& world);         // (h)
std::unique_ptr<Check> whole_cursor(World& world);      // (i)
std::unique_ptr<Check> settled_with_row(World& world);  // (j)
std::unique_ptr<Check> one_sender(World& world);        // (k)
std::unique_ptr<Check> in_order(World& world);          // (l): the order that the collection asks for
std::unique_ptr<Check> known_keys(World& world);        // (m): no temporary key is sent
std::unique_ptr<Check> left_behind(World& world);       // (n): a leader that stands still keeps nobody back
std::unique_ptr<Check> gap_noticed(World& world);       // (o): a lost message is missed when the next one comes
std::unique_ptr<Check> same_facts(World& world);        // (p): order and duplicates do not matter
std::unique_ptr<Check> made_row(World& world);          // (q): no row comes of nothing
std::unique_ptr<Check> stands_aside(World& world);      // (r): who has met a newer version leads no more
std::unique_ptr<Check> late_joiner(World& world);       // (s): a tab that comes late has its rows from another
std::unique_ptr<Check> stranger(World& world);          // (t): only who sends a change can say that it was refused

}  // namespace tablattice::simulation
