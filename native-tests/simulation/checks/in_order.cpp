// (l) The mutations of one client come to the server in the order in which they were made: on one row, and where the
// collection asks for it in the collection or in all. What the server applied late, after its client had given that
// request up, has lost its place.
#include <map>
#include <string>

#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class InOrder final : public Check {
 public:
  explicit InOrder(World& world) : Check(world, "l") {}

  void changed(const Change& change) override {
    if (change.deed < 0 || change.late) return;
    const auto index = static_cast<std::size_t>(change.deed);
    const Deed& deed = world_.ledger.deeds()[index];
    if (deed.applied.size() > 1) return;
    auto [last, first] = last_.try_emplace(lane(deed), index);
    if (!first && last->second > index) {
      fail(deed.name + " is applied after " + world_.ledger.deeds()[last->second].name);
    }
    last->second = index;
  }

 private:
  [[nodiscard]] std::string lane(const Deed& deed) const {
    std::string lane = std::to_string(deed.tab);
    if (world_.plan.order == RequestOrder::all) return lane;
    lane += ' ' + std::to_string(deed.collection);
    return world_.plan.order == RequestOrder::collection ? lane : lane + ' ' + deed.key;
  }

  std::map<std::string, std::size_t> last_;
};

}  // namespace

std::unique_ptr<Check> in_order(World& world) { return std::make_unique<InOrder>(world); }

}  // namespace tablattice::simulation
