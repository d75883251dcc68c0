// (t) That a change was refused counts only from the tab that sends it (design §6). At the end a drill, in one world of
// four: a tab that is offline changes something, and a tab of no known kind, of another build or with a bug, says that the
// server has refused it. The others go on showing the change.
#include <algorithm>

#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

std::string refusal_of(const Deed& deed, std::int64_t now_ms) {
  const std::string at = std::to_string(now_ms);
  return R"({"at":)" + at + R"(,"events":[{"collection":")" + collection_names[deed.collection] + R"(","key":)" +
         deed.key + R"(,"kind":"outcome","name":)" + json_string(deed.name) +
         R"(,"outcome":"rejected","problem":{"code":"rejected","details":{"status":409},"message":"No.","where":""},)" +
         R"("stamp":[)" + at + R"(,0,"stranger"]}],"from":"stranger","life":1,"n":0,"p":1})";
}

class Stranger final : public Check {
 public:
  explicit Stranger(World& world) : Check(world, "t") {}

  void finished() override {
    if (world_.plan.seed % 4 != 0 || world_.pages || world_.failed()) return;
    Tab* leader = leader_of_all(world_);
    if (leader == nullptr) return;
    Tab& changer = other_than(*leader);
    changer.connect(false);
    world_.users.update(changer);
    const Deed& deed = world_.ledger.deeds().back();
    if (deed.tab != changer.index || deed.told()) return;
    world_.advance(world_.heard_all_at_ms() + 1);
    if (!holds(*leader, deed)) return;
    world_.tally.count(Repair::stranger_drill);
    leader->hear("channel", refusal_of(deed, leader->now_ms()));
    if (!holds(*leader, deed)) fail(leader->client + " believes a stranger that " + deed.name + " was refused");
  }

 private:
  [[nodiscard]] Tab& other_than(const Tab& leader) const {
    const auto other = [&](const auto& tab) { return tab->follows() && tab.get() != &leader; };
    return **std::find_if(world_.tabs.begin(), world_.tabs.end(), other);
  }
  [[nodiscard]] static bool holds(const Tab& tab, const Deed& deed) {
    return tab.shown(deed.collection, deed.key).pending;
  }
};

}  // namespace

std::unique_ptr<Check> stranger(World& world) { return std::make_unique<Stranger>(world); }

}  // namespace tablattice::simulation
