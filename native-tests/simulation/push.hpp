// The feed's push: a message of the sync handler's own form, from the server, at the moment of a change and stamped then.
// Design §7: "on a feed it is a change like any other, with `from` and `to`".
#pragma once

namespace tablattice::simulation {

struct Change;
class World;

// To all tabs that follow, over a connection that may lose it, bring it late or twice.
void push(World& world, const Change& change);

}  // namespace tablattice::simulation
