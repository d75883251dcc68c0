// (f) Outbox and tables end empty: storage holds no entry but those of failures that a tab shows, nothing is under way,
// and where there are Web Locks exactly one tab leads and each living tab holds its own lock.
#include "simulation/checks/all.hpp"
#include "simulation/checks/told.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class Bounded final : public Check {
 public:
  explicit Bounded(World& world) : Check(world, "f") {}

  void finished() override {
    const std::string key = entry_left(world_);
    if (!key.empty()) return fail("storage still holds " + key);
    check_locks();
  }

 private:
  void check_locks() const {
    if (!world_.plan.locks) return;
    const int leader = world_.locks.holder("leader");
    if (leader < 0) return fail("nobody leads");
    for (const auto& tab : world_.tabs) {
      if (!tab->alive() || tab->forgotten) continue;
      if (!world_.locks.holds(tab->index, "client:" + tab->client)) return fail(tab->client + " is taken for dead");
    }
  }
};

}  // namespace

std::unique_ptr<Check> bounded(World& world) { return std::make_unique<Bounded>(world); }

}  // namespace tablattice::simulation
