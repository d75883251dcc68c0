// (n) No tab is left behind when the one that reads for it stands still. At the end a drill, in one world of four: the
// leader is frozen, with a word (it gives up its lock) or without (it keeps it), and another user changes rows. A tab that
// is seen reads again within one interval of the policy; where nobody told it that the leader is gone, once that one's
// beats have been missed. The leader, when it goes on, catches up too.
#include <algorithm>

#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// What headers, a request and its news may take; a list of pages some more.
constexpr std::int64_t request_ms = 2'000;
constexpr std::int64_t pages_ms = 6'000;
constexpr std::int64_t transfer_ms = 1'000;

class LeftBehind final : public Check {
 public:
  explicit LeftBehind(World& world) : Check(world, "n") {}

  void finished() override {
    if (world_.plan.seed % 4 != 1) return;
    Tab* leader = leader_of_all(world_);
    if (leader == nullptr || world_.failed()) return;
    const bool told = world_.plan.seed % 8 == 1;
    world_.tally.count(Repair::frozen_leader_drill);
    told ? leader->suspend() : leader->stall();
    world_.server.burst_by_other(world_.timeline.now_ms());
    const Plan& plan = world_.plan;
    const std::int64_t silence_ms = told ? 0 : plan.beat_ms * plan.beats_missed;
    const std::int64_t read_ms = plan.page_rows == 0 ? request_ms : pages_ms;
    wait(std::max(plan.idle_ms, silence_ms) + read_ms);
    compare("while its leader is frozen");
    told ? leader->resume() : leader->thaw();
    wait(2 * plan.beat_ms + read_ms + transfer_ms);
    compare("after its leader went on");
  }

 private:
  void wait(std::int64_t ms) const { world_.advance(world_.timeline.now_ms() + ms); }

  void compare(const char* when) const {
    for (const auto& tab : world_.tabs) {
      if (!tab->runs()) continue;
      const std::string lag = behind_server(world_, *tab);
      if (!lag.empty()) return fail(std::string(when) + " " + lag);
    }
  }
};

}  // namespace

std::unique_ptr<Check> left_behind(World& world) { return std::make_unique<LeftBehind>(world); }

}  // namespace tablattice::simulation
