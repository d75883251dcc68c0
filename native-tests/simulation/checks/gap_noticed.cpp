// (o) A message that was lost is missed as soon as the next one of its sender comes, and what it said is asked for then
// (design §5, "Gaps"); nobody waits for a beat. At the end a drill, in one world of four: a tab is cut off while the
// leader reads what another user changed. When it hears the leader's next message it has a moment to show all of it.
//
// On the lower rungs only while the clocks agree: what a clock that is ahead has stamped may hide it until the next list.
#include <algorithm>

#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::int64_t read_ms_max = 5'000;
// The gap's 50 ms, a hello that the leader answers at once, three messages' way, and some.
constexpr std::int64_t noticed_ms = 250;

class GapNoticed final : public Check {
 public:
  explicit GapNoticed(World& world) : Check(world, "o") {}

  void finished() override {
    // It drives the engines itself, and to the millisecond; pages have tasks of their own.
    if (world_.plan.seed % 4 != 2 || !world_.plan.steps_hold() || world_.pages || world_.failed()) return;
    if (leader_of_all(world_) == nullptr) return;
    // Who has just asked for several gaps waits longer with the next.
    world_.advance(world_.timeline.now_ms() + 3 * world_.plan.beat_ms);
    Tab* leader = leader_of_all(world_);
    if (leader == nullptr || world_.failed()) return;
    world_.tally.count(Repair::gap_drill);
    Tab* follower = follower_of(*leader);
    follower->cut = true;
    read_changes(*leader);
    follower->cut = false;
    read_changes(*leader);
    world_.advance(world_.timeline.now_ms() + noticed_ms);
    const std::string lag = behind_server(world_, *follower);
    if (!lag.empty()) fail("it missed a message of " + leader->client + "'s: " + lag);
  }

 private:
  [[nodiscard]] Tab* follower_of(const Tab& leader) const {
    const auto follows = [&](const auto& tab) { return tab->alive() && tab.get() != &leader; };
    return std::find_if(world_.tabs.rbegin(), world_.tabs.rend(), follows)->get();
  }

  // Another user changes rows, and that tab reads and tells them.
  void read_changes(Tab& tab) const {
    world_.server.burst_by_other(world_.timeline.now_ms());
    for (std::size_t collection = 0; collection < world_.plan.collections; ++collection)
      tab.signal(R"({"type":"refresh","force":true,"collection":")" + std::string(collection_names[collection]) +
                 "\"}");
    const std::int64_t end_ms = world_.timeline.now_ms() + read_ms_max;
    while (!world_.failed() && !tab.requests().empty() && world_.timeline.now_ms() < end_ms)
      world_.advance(world_.timeline.now_ms() + 10);
  }
};

}  // namespace

std::unique_ptr<Check> gap_noticed(World& world) { return std::make_unique<GapNoticed>(world); }

}  // namespace tablattice::simulation
