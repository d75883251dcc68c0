// (e) A rejected mutation leaves no trace in any row, and its user hears of it: by its promise or in failures(). More:
// what the engine took is in the server, or its user was told that it is not (or that nobody knows).
//
// Its trace in the rows is (c)'s to find while the world is wild (a text that is refused there is nobody's), and (a)'s
// at the end. Here the telling is checked. A mutation may be missing without a word only
// - where its tab died before the effects of its dispatch were executed, so that nobody had heard of it, or in the very
//   step in which it would have told;
// - where its only copies are gone: its tab is dead and storage refused it, or lost it.
#include "simulation/checks/all.hpp"
#include "simulation/checks/told.hpp"

namespace tablattice::simulation {
namespace {

class Refused final : public Check {
 public:
  explicit Refused(World& world) : Check(world, "e") {}

  void finished() override {
    world_.tally.count(Repair::failure_kept, kept_failures(world_).size());
    const std::string name = nobody_told(world_);
    if (!name.empty()) fail(name + " is not in the server, and its user was not told");
  }
};

}  // namespace

std::unique_ptr<Check> refused(World& world) { return std::make_unique<Refused>(world); }

}  // namespace tablattice::simulation
