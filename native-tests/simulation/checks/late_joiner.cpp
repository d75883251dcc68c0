// (s) A tab that comes late has its rows from another tab, with no request of its own (design §7). At the end a drill, in
// one world of four: two tabs open at once, while the leader answers or, in every other such world, stands still, so that
// they are answered by whoever else has rows, and not by each other. Without locks they might lead at once.
#include <set>

#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// A hello's hundred, three messages' way, and some.
constexpr std::int64_t joined_ms = 300;

class LateJoiner final : public Check {
 public:
  explicit LateJoiner(World& world) : Check(world, "s") {}

  void asked(const Tab& tab, const Request& /*request*/) override {
    if (joining_.contains(tab.index)) fail(tab.client + " asks the API for what the other tabs have");
  }

  void finished() override {
    if (world_.plan.seed % 4 != 3 || !world_.plan.locks || world_.failed()) return;
    Tab* leader = leader_of_all(world_);
    if (leader == nullptr || !difference_from_server(world_, *leader).empty()) return;
    world_.tally.count(Repair::late_joiner_drill);
    if (world_.plan.seed % 8 == 3) leader->stall();
    for (int count = 0; count < 2; ++count) {
      joining_.insert(world_.tabs.size());
      world_.open_tab(leader->newer);
    }
    world_.advance(world_.timeline.now_ms() + joined_ms);
    for (const std::size_t index : joining_) {
      const std::string difference = difference_from_server(world_, *world_.tabs[index]);
      if (!difference.empty()) return fail("late joiner: " + difference);
    }
  }

 private:
  std::set<std::size_t> joining_;
};

}  // namespace

std::unique_ptr<Check> late_joiner(World& world) { return std::make_unique<LateJoiner>(world); }

}  // namespace tablattice::simulation
