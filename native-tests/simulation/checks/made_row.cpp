// (q) No row comes of nothing. The server makes rows, and creates do; an update of what is not there does nothing (design
// §4). So a row that no read has confirmed was created in this browser, by a change that the tab has not told as refused.
#include <algorithm>

#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class MadeRow final : public Check {
 public:
  explicit MadeRow(World& world) : Check(world, "q") {}

  void shown(const Tab& tab, std::size_t collection, const std::string& key, const Shown& /*before*/) override {
    const Shown& now = tab.shown(collection, key);
    if (!now.present || now.mark > 0) return;
    const auto& deeds = world_.ledger.on_row(collection, key);
    const bool made = std::any_of(deeds.begin(), deeds.end(), [&](std::size_t index) {
      const Deed& deed = world_.ledger.deeds()[index];
      return deed.operation == Operation::create && !deed.refused_in.contains(tab.index);
    });
    if (!made) fail(tab.client + " shows " + key + ", a row that nobody has made");
  }
};

}  // namespace

std::unique_ptr<Check> made_row(World& world) { return std::make_unique<MadeRow>(world); }

}  // namespace tablattice::simulation
