// (h) No digest mismatch survives two beats. At the end a drill: one tab is cut off while another user changes rows and
// the leader reads them (in every other world). From when it hears the others again it has two beats to show what they
// show (and the time that a state transfer takes).
#include <vector>

#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::int64_t transfer_ms = 1'000;

class TwoBeats final : public Check {
 public:
  explicit TwoBeats(World& world) : Check(world, "h") {}

  void finished() override {
    std::vector<Tab*> tabs;
    for (const auto& tab : world_.tabs) {
      if (tab->follows() && !tab->channel_broken) tabs.push_back(tab.get());
      if (tab->alive() && tab->channel_broken) return;  // it cannot hear the others
    }
    if (tabs.size() < 2 || world_.failed() || world_.plan.seed % 2 == 1) return;
    Tab& tab = *tabs[world_.channel_dice().below(tabs.size())];
    const std::int64_t poll_ms = world_.plan.idle_ms + 2'000;
    world_.tally.count(Repair::drift_drill);
    world_.note("drill: ", tab.client, " is cut off");
    tab.cut = true;
    world_.server.burst_by_other(world_.timeline.now_ms());
    world_.advance(world_.timeline.now_ms() + world_.channel_dice().between(poll_ms / 2, poll_ms));
    tab.cut = false;
    world_.note("drill: ", tab.client, " is no longer cut off");
    world_.advance(world_.timeline.now_ms() + 2 * world_.plan.beat_ms + transfer_ms);
    compare(tabs);
  }

 private:
  void compare(const std::vector<Tab*>& tabs) const {
    for (std::size_t collection = 0; collection < world_.plan.collections; ++collection) {
      for (const Tab* tab : tabs) {
        for (const auto& [key, row] : tab->shown(collection)) {
          for (const Tab* other : tabs) {
            const Shown& theirs = other->shown(collection, key);
            if (theirs.present != row.present || (row.present && theirs.mark != row.mark))
              return fail(tab->client + " and " + other->client + " still differ in " + key + " after two beats");
          }
        }
      }
    }
  }
};

}  // namespace

std::unique_ptr<Check> two_beats(World& world) { return std::make_unique<TwoBeats>(world); }

}  // namespace tablattice::simulation
