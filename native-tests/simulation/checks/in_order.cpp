// (l) The mutations of one client come to the server in the order in which they were made: on one row, and where the
// collection asks for it in the collection or in all. What the server applied late, after its client had given that
// request up, or after another tab could take it over, has lost its place. So has what a user was told of as unknown:
// storage had lost what tells that another tab has it; and what ended where storage refused to keep that. And so has what
// storage refused to keep, where it refused a later one too and another tab took that over, which had never heard of the
// earlier: only its own tab's memory holds it, perhaps gone for good, so nobody can wait for it.
#include <map>
#include <set>
#include <string>
#include <utility>

#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class InOrder final : public Check {
 public:
  explicit InOrder(World& world) : Check(world, "l") {}

  void heard(const Tab& tab, const std::string& text) override {
    for (const Deed& deed : world_.ledger.deeds()) {
      if (deed.unstored && text.find(R"("name":")" + deed.name + '"') != std::string::npos)
        heard_.emplace(tab.index, deed.index);
    }
  }

  void sent(const Tab& tab, const Request& request) override {
    const Deed* later = request.call.reads() ? nullptr : world_.ledger.find(request.call.idempotency_key);
    if (later == nullptr || later->tab == tab.index || !later->unstored) return;
    for (const Deed& deed : world_.ledger.deeds()) {
      if (deed.index == later->index) return;
      if (deed.unstored && lane(deed) == lane(*later) && !heard_.contains({tab.index, deed.index}))
        overtaken_.insert(deed.index);
    }
  }

  void changed(const Change& change) override {
    if (change.deed < 0 || change.late) return;
    const auto index = static_cast<std::size_t>(change.deed);
    const Deed& deed = world_.ledger.deeds()[index];
    // An heir that has it from memory may not have heard that it was refused, as in (b).
    const bool ended_unseen = deed.unstored && !deed.refused_in.empty();
    const bool displaced = deed.applied_overtaken || deed.unknown_in >= 0 || deed.refusal_unstored || ended_unseen;
    const bool again = deed.applied.size() > 1 || deed.absent_seen;  // its deletion had been answered: it was not there
    if (again || displaced || overtaken_.contains(index)) return;
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
  std::set<std::pair<std::size_t, std::size_t>> heard_;  // what storage refused: by which tab, and of which deed
  std::set<std::size_t> overtaken_;
};

}  // namespace

std::unique_ptr<Check> in_order(World& world) { return std::make_unique<InOrder>(world); }

}  // namespace tablattice::simulation
