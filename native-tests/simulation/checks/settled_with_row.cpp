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

constexpr std::int64_t clocks_apart_ms_max = 600'000;

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
    if (fell_by_crossed_reads(now, before)) return;
    if (!now.present && before.mark == 0) return check_created(tab, collection, key, before);
    for (std::size_t field = 0; field < field_count; ++field) {
      if (before.fields[field].empty() || before.fields[field] == now.fields[field]) continue;
      const auto& writers = world_.ledger.writers(before.fields[field]);
      // What is tried again under another name is dropped once, when the first is refused.
      if (std::any_of(writers.begin(), writers.end(), [&](std::size_t index) { return ended(index); })) continue;
      for (const std::size_t index : writers) {
        const Deed& deed = world_.ledger.deeds()[index];
        if (two_from_memory(tab, deed)) continue;
        if (!deed.applied.empty() && !stands_on_nothing(deed, now, before) && !holds(world_, tab, deed))
          return fail(tab.client + " drops " + deed.name + " before its row holds it");
      }
    }
  }

 private:
  // It was refused (where storage would not keep that, who was told may be there still), let go, or given up, be it by its
  // sender or by an heir, before the server applied it after all. Of one of unknown fate nothing was promised: where clocks
  // disagree, a read from before it was given up may seem to come after.
  [[nodiscard]] bool ended(std::size_t index) const {
    const Deed& deed = world_.ledger.deeds()[index];
    const bool doubtful = deed.unknown_in >= 0 && !world_.plan.clocks_agree();
    const bool unkept = deed.answered_no && deed.refusal_unstored;
    const bool refused = !deed.refused_in.empty() || deed.failure_stored || unkept;
    return refused || deed.let_go || deed.first_applied_late || doubtful;
  }

  // On the plain rung that is all that is promised of two reads that crossed each other on their way (c).
  [[nodiscard]] bool fell_by_crossed_reads(const Shown& now, const Shown& before) const {
    return world_.plan.rung == Rung::plain && now.present && now.mark < before.mark && world_.network.crossed(now.mark);
  }

  // Storage refused what its heir wrote, so its own tab, back from a suspension, found its own text and sent it too. This one
  // may give it up as unknown and the other bring it to the server afterwards: there was no third who could tell them apart.
  [[nodiscard]] static bool two_from_memory(const Tab& tab, const Deed& deed) {
    return deed.unstored && deed.last_sender != tab.index;
  }

  // An update does nothing while the row is gone: what the server applied it to came after a deletion that the tab shows.
  [[nodiscard]] bool stands_on_nothing(const Deed& deed, const Shown& now, const Shown& before) const {
    if (now.present) return false;
    const std::string& key = world_.ledger.home(deed.key);
    const std::uint64_t deleted = world_.server.deleted_after(deed.collection, key, before.mark);
    return deleted > 0 && deleted < deed.applied.front();
  }

  // A row that is nothing but changes of this browser goes where its create is refused (updates of it are then folded over
  // nothing, until a read shows another row of that key) or where nobody could tell whether it was applied.
  void check_created(const Tab& tab, std::size_t collection, const std::string& key, const Shown& before) const {
    if (deletion_asked(world_, tab, collection, key)) return;
    for (const std::string& text : before.fields) {
      // One, and those of the same change tried again.
      const std::vector<std::size_t>& writers = world_.ledger.writers(text);
      const bool none_ended = std::all_of(writers.begin(), writers.end(), [&](std::size_t index) {
        const Deed& deed = world_.ledger.deeds()[index];
        const bool made_it = deed.operation == Operation::create && deed.collection == collection && deed.key == key;
        return made_it && may_be_pending(deed);
      });
      if (!writers.empty() && none_ended) return fail(tab.client + " drops '" + text + "', which nobody has refused");
    }
  }

  // Nothing has ended it: it was not answered, its one attempt may be repeated, and its entry is where it was put.
  [[nodiscard]] bool may_be_pending(const Deed& deed) const {
    const bool kept = deed.stored && !deed.told_nobody && !deed.stored_lost && !deed.unstored;
    // An heir takes it up at the end, or a silence later, and to one whose clock is ahead of its writer's it looks that much
    // older; beyond the memory of keys it is unknown.
    const std::int64_t age_ms_max = world_.plan.wild_ms + world_.plan.silence_ms() + clocks_apart_ms();
    const bool repeatable = world_.plan.key_memory_ms > age_ms_max && (world_.plan.keys || !world_.plan.server_ids);
    const bool attempts_left = deed.sends <= 1 && deed.asks < static_cast<unsigned>(world_.plan.attempts_max);
    return kept && repeatable && deed.applied.empty() && !deed.answered_no && attempts_left;
  }

  [[nodiscard]] std::int64_t clocks_apart_ms() const {
    if (world_.plan.clocks_agree()) return 0;
    // Clocks that were put forward or back may have been apart by more than they are now.
    const bool step = world_.plan.chance(Fault::clock_forward) + world_.plan.chance(Fault::clock_back) > 0;
    if (step) return clocks_apart_ms_max;
    const auto [behind, ahead] =
        std::minmax_element(world_.tabs.begin(), world_.tabs.end(),
                            [](const auto& left, const auto& right) { return left->clock_ms < right->clock_ms; });
    return (*ahead)->clock_ms - (*behind)->clock_ms;
  }

  const bool watches_;
};

}  // namespace

std::unique_ptr<Check> settled_with_row(World& world) { return std::make_unique<SettledWithRow>(world); }

}  // namespace tablattice::simulation
