// (a) All tabs end with the same visible state, and it is the server's: every row to its last byte, nothing pending. On
// every rung, whatever happened to clocks.
#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class OneState final : public Check {
 public:
  explicit OneState(World& world) : Check(world, "a") {}

  void finished() override {
    for (const auto& tab : world_.tabs) {
      if (!tab->alive()) continue;
      const std::string difference = difference_from_server(world_, *tab);
      if (!difference.empty()) return fail(difference);
    }
  }
};

}  // namespace

std::unique_ptr<Check> one_state(World& world) { return std::make_unique<OneState>(world); }

}  // namespace tablattice::simulation
