// The native engine, with a line said of every call: what it was given and what it gave. Replayed, the same calls must
// give the same from the engine's WebAssembly (web/tests/worlds/replay.js).
#pragma once

#include "simulation/node/link.hpp"
#include "simulation/surface.hpp"

namespace tablattice::simulation {

MakeSurface recorded_surfaces(Link& link);

}  // namespace tablattice::simulation
