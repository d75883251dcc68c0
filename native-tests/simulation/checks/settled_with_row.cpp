// (j) No name is settled without its row. In the step in which a tab tells a mutation as saved it shows the row with
// it; and a change that a tab has shown never vanishes from its row before the row holds it, unless it is refused.
//
// On the lower rungs only while the clocks agree: a read that was stamped by a clock that is ahead settles what it has
// not seen (design §4).
#include <algorithm>

#include "simulation/checks/all.hpp"
#include "simulation/checks/holds.hpp"

namespace tablattice::simulation {
namespace {

class SettledWithRow final : public Check {
 public:
  explicit SettledWithRow(World& world) : Check(world, "j"), watches_(world.plan.steps_hold()) {}

  void told(const Tab& tab, const Deed& deed, const std::string& problem) override {
    if (watches_ && problem.empty() && !holds(world_, tab, deed))
      fail(tab.client + " tells " + deed.name + " as saved and does not show it");
  }

  void shown(const Tab& tab, std::size_t collection, const std::string& key, const Shown& before) override {
    if (!watches_ || !before.present) return;
    const Shown& now = tab.shown(collection, key);
    // What was created here was refused: updates of it are folded over nothing, until a read shows another row of that
    // key.
    if (!now.present && before.mark == 0) return;
    for (std::size_t field = 0; field < field_count; ++field) {
      if (before.fields[field].empty() || before.fields[field] == now.fields[field]) continue;
      const auto& writers = world_.ledger.writers(before.fields[field]);
      // What is tried again under another name is dropped once, when the first is refused.
      if (std::any_of(writers.begin(), writers.end(), [&](std::size_t index) { return ended(index); })) continue;
      for (const std::size_t index : writers) {
        const Deed& deed = world_.ledger.deeds()[index];
        if (!deed.applied.empty() && !holds(world_, tab, deed))
          return fail(tab.client + " drops " + deed.name + " before its row holds it");
      }
    }
  }

 private:
  // It was refused, let go, or given up before the server applied it after all.
  [[nodiscard]] bool ended(std::size_t index) const {
    const Deed& deed = world_.ledger.deeds()[index];
    return !deed.refused_in.empty() || deed.let_go || deed.first_applied_late;
  }

  const bool watches_;
};

}  // namespace

std::unique_ptr<Check> settled_with_row(World& world) { return std::make_unique<SettledWithRow>(world); }

}  // namespace tablattice::simulation
