// Counts what the program allocates: linked in, it stands in for operator new.
#pragma once

#include <cstdint>

namespace tablattice::bench {

// Calls of operator new since the program began.
std::uint64_t allocations();

}  // namespace tablattice::bench
