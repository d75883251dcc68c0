// A tab that is a page in Node: the whole module with its WebAssembly, in a browser's stead (web/tests/worlds/page.js).
//
// To the world it looks like an engine. Its inputs are what the browser tells a page: a message of the channel, a
// storage event, a lock that is granted, an answer, a timer that rings. Its effects are what the page does to the
// browser: what it posts, writes, asks for and fetches. So the world around it stays the same, and with it every fault
// and every invariant; only what stands between the engine and the browser is the module's own host.
#pragma once

#include "simulation/node/link.hpp"
#include "simulation/surface.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {

// Storage as the world has it goes along with each call: a page reads it in one step, without asking back.
MakeSurface page_surfaces(Link& link, World& world);

}  // namespace tablattice::simulation
