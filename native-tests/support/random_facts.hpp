// Random facts about a few rows: what a collection is told in tests of what it keeps along with them.
#pragma once

#include <string>

#include "core/collection.hpp"
#include "support/seed.hpp"

namespace tablattice::testing {

CollectionOptions slots_of(Rung rung);

std::string some_key(Chooser& random);
Version some_version(Chooser& random);
Stamp some_stamp(Chooser& random);
RowText some_row(Chooser& random);

// One random fact, and now and then something that changes all rows; returns what it was.
std::string join_something(Collection& collection, SettledNames& settled, Chooser& random);

}  // namespace tablattice::testing
