// The feed's push: a message of the sync handler's own form, from the server, at the moment of a change and stamped then.
// Design §7: "on a feed it is a change like any other, with `from` and `to`".
#pragma once

namespace tablattice::simulation {

struct Change;
struct Deed;
class Tab;
class World;

// To all tabs that follow, over a connection that may lose it, bring it late or twice.
void push(World& world, const Change& change);

// What the row was before the server applied `deed` reaches the tab now: that push was under way for so long, or comes once
// more.
void push_again(World& world, Tab& receiver, const Deed& deed);

}  // namespace tablattice::simulation
