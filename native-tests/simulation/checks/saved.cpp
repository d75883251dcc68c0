// (d) No mutation that its user saw as saved is lost: it is in the server's history (a deletion may have found nothing
// to delete), and as long as that tab lives it shows the row with it, or with something that came after it. So no
// acknowledged change is undone, by a poll, a message or an answer.
//
// What the tab shows is checked each time the row changes. On the lower rungs only while the clocks agree (design §4).
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "simulation/checks/all.hpp"
#include "simulation/checks/holds.hpp"

namespace tablattice::simulation {
namespace {

class Saved final : public Check {
 public:
  explicit Saved(World& world) : Check(world, "d"), watches_(world.plan.steps_hold()) {}

  void told(const Tab& tab, const Deed& deed, const std::string& problem) override {
    if (!problem.empty()) return;
    if (!in_history(deed)) {
      // Only its own tab holds its promise.
      if (tab.index == deed.tab) fail(deed.name + " was told as saved, and the server never had it");
      return;
    }
    if (watches_) saved_[{tab.index, deed.collection, world_.ledger.home(deed.key)}].push_back(deed.index);
  }

  void shown(const Tab& tab, std::size_t collection, const std::string& key, const Shown& /*before*/) override {
    const auto found = saved_.find({tab.index, collection, key});
    if (found == saved_.end()) return;
    for (const std::size_t index : found->second) {
      const Deed& deed = world_.ledger.deeds()[index];
      if (!sent_by_two(deed) && !ended_by_heir(deed) && !holds(world_, tab, deed))
        return fail(deed.name + " was told as saved, and " + tab.client + " undoes it");
    }
  }

 private:
  // Where storage does not hold the entry and the server knows no keys, two tabs may send it that know nothing of each other;
  // to the others the first one's end is its end.
  [[nodiscard]] bool sent_by_two(const Deed& deed) const {
    return !world_.plan.keys && (deed.unstored || deed.stored_lost) && deed.sends > 1;
  }

  // While its tab was frozen an heir gave it up as unknown, and the others have read the row since; only then did the server
  // apply what the frozen tab had sent. Whose next read shows it again.
  [[nodiscard]] bool ended_by_heir(const Deed& deed) const {
    return deed.first_applied_late && deed.unknown_in >= 0 && deed.unknown_in != static_cast<int>(deed.tab);
  }

  [[nodiscard]] bool in_history(const Deed& deed) const {
    if (!deed.applied.empty()) return true;
    if (deed.operation == Operation::remove)
      return server_was_without(world_, deed.collection, world_.ledger.home(deed.key), deed.at_ms);
    // The same change tried again under another name, while the fate of the first was not known.
    for (const std::size_t index : world_.ledger.writers(deed.token)) {
      if (!world_.ledger.deeds()[index].applied.empty()) return true;
    }
    return false;
  }

  using Place = std::tuple<std::size_t, std::size_t, std::string>;  // tab, collection, key

  const bool watches_;
  std::map<Place, std::vector<std::size_t>> saved_;
};

}  // namespace

std::unique_ptr<Check> saved(World& world) { return std::make_unique<Saved>(world); }

}  // namespace tablattice::simulation
