// (b) Every mutation that the engine took is in the server exactly once, none that was rejected is, and none is both
// acked and rejected.
//
// "Exactly once" holds where the backend remembers keys: always on the feed. Without keys a write whose answer was lost
// may be applied twice (design §4), so there only the rest is checked. An outcome_unknown claims neither. That no
// mutation is missing is checked with (e), which knows who was told.
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class ExactlyOnce final : public Check {
 public:
  explicit ExactlyOnce(World& world) : Check(world, "b") {}

  void changed(const Change& change) override {
    if (change.deed < 0) return;
    const Deed& deed = world_.ledger.deeds()[static_cast<std::size_t>(change.deed)];
    if (world_.plan.keys && deed.applied.size() > 1) return fail(deed.name + " was applied twice");
    judge(deed);
  }

  void told(const Tab& /*tab*/, const Deed& deed, const std::string& /*problem*/) override { judge(deed); }

 private:
  void judge(const Deed& deed) const {
    if (deed.refused_in.empty()) return;
    // Only its own tab holds its promise; whoever has taken it over tells nobody that it was saved.
    if (deed.saved_in.contains(deed.tab)) return fail(deed.name + " was told as saved and as refused");
    if (deed.applied.empty() || precondition_came_true_again(deed)) return;
    fail(deed.name + " was told as refused and is in the server");
  }

  // A backend that restarts its versions lets a precondition that failed hold again in the key's next life, so a
  // request that comes late may pass: If-Match cannot protect from that.
  [[nodiscard]] bool precondition_came_true_again(const Deed& deed) const {
    return world_.plan.if_match && world_.plan.version_form == VersionForm::count_restarting &&
           world_.plan.rung == Rung::versioned && deed.first_applied_late;
  }
};

}  // namespace

std::unique_ptr<Check> exactly_once(World& world) { return std::make_unique<ExactlyOnce>(world); }

}  // namespace tablattice::simulation
