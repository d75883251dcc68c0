// (h) No digest mismatch survives two beats. At the end a drill: one tab is cut off while another user changes rows and
// the leader reads them (in every other world). From when it hears the others again it has two beats to show what they
// show (and the time that a state transfer takes). A state that some tab is the first to show only then (what the server
// carried out late, and the leader has just read) is no mismatch that has survived: it has two beats of its own.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "simulation/agreement.hpp"
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::int64_t transfer_ms = 1'000;

class TwoBeats final : public Check {
 public:
  explicit TwoBeats(World& world) : Check(world, "h") {}

  void shown(const Tab& tab, std::size_t collection, const std::string& key, const Shown& before) override {
    const Shown& now = tab.shown(collection, key);
    // A row that is gone is told apart by what it was before.
    const bool first = states_[{collection, key}].emplace(now.present, now.present ? now.mark : before.mark).second;
    if (first) news_ms_[{collection, key}] = world_.timeline.now_ms();
  }

  void finished() override {
    std::vector<Tab*> tabs;
    for (const auto& tab : world_.tabs) {
      if (tab->follows() && !tab->channel_broken) tabs.push_back(tab.get());
      if (tab->alive() && tab->channel_broken) return;  // it cannot hear the others
    }
    if (tabs.size() < 2 || world_.failed() || world_.plan.seed % 2 == 1) return;
    Tab& tab = *tabs[world_.channel_dice().below(tabs.size())];
    const std::int64_t poll_ms = world_.plan.idle_ms + 2'000;
    world_.tally.count(Repair::drift_drill);
    world_.note("drill: ", tab.client, " is cut off");
    tab.cut = true;
    world_.server.burst_by_other(world_.timeline.now_ms());
    world_.advance(world_.timeline.now_ms() + world_.channel_dice().between(poll_ms / 2, poll_ms));
    tab.cut = false;
    world_.note("drill: ", tab.client, " is no longer cut off");
    await_agreement(tabs);
  }

 private:
  using Place = std::pair<std::size_t, std::string>;  // collection, key

  // It ends: there are no more states of a row than the server has made of it.
  void await_agreement(const std::vector<Tab*>& tabs) const {
    const std::int64_t patience_ms = 2 * world_.plan.beat_ms + transfer_ms;
    world_.advance(world_.timeline.now_ms() + patience_ms);
    Difference found = difference(tabs);
    while (!found.text.empty() && found.news_ms + patience_ms > world_.timeline.now_ms() && !world_.failed()) {
      world_.advance(found.news_ms + patience_ms);
      found = difference(tabs);
    }
    if (!found.text.empty()) fail(found.text);
  }

  struct Difference {
    std::string text;  // empty: there is none
    std::int64_t news_ms = 0;
  };

  // One whose two beats are over, if there is one.
  [[nodiscard]] Difference difference(const std::vector<Tab*>& tabs) const {
    Difference oldest;
    for (std::size_t collection = 0; collection < world_.plan.collections; ++collection) {
      for (const Tab* tab : tabs) {
        for (const auto& [key, row] : tab->shown(collection)) {
          for (const Tab* other : tabs) {
            const Shown& theirs = other->shown(collection, key);
            if (theirs.present == row.present && (!row.present || theirs.mark == row.mark)) continue;
            const std::int64_t news_ms = news_ms_.at({collection, key});
            if (!oldest.text.empty() && oldest.news_ms <= news_ms) continue;
            oldest = {tab->client + " and " + other->client + " still differ in " + key + " after two beats", news_ms};
          }
        }
      }
    }
    return oldest;
  }

  std::map<Place, std::set<std::pair<bool, std::uint64_t>>> states_;  // that some tab has shown: is it there, its mark
  std::map<Place, std::int64_t> news_ms_;                             // when the last of them was first shown
};

}  // namespace

std::unique_ptr<Check> two_beats(World& world) { return std::make_unique<TwoBeats>(world); }

}  // namespace tablattice::simulation
