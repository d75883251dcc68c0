#include "simulation/world.hpp"

#include <algorithm>

#include "simulation/chaos.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/push.hpp"
#include "simulation/quiet.hpp"

namespace tablattice::simulation {

World::World(std::uint64_t seed, const Leave& leave, bool traced)
    : plan(make_plan(seed, leave)),
      trace(traced),
      server(plan, ledger, tally),
      network(*this),
      storage(*this),
      channel(*this),
      locks(*this),
      cache(*this),
      users(*this),
      channel_dice_(seed, 5),
      network_dice_(seed, 6) {
  for (std::size_t kind = 0; kind < fault_count; ++kind) fault_dice_[kind] = Dice(seed, 100 + kind);
  checks = all_checks(*this);
  server.on_change = [this](const Change& change) {
    note("server: ", change.key, " ", change.alive ? change.text : "deleted", change.deed < 0 ? " by another user" : "",
         change.late ? " late" : "");
    for (const auto& check : checks) check->changed(change);
    if (plan.pushes && !pages) push(*this, change);
  };
}

World::~World() = default;

bool World::strikes(Fault kind) {
  const bool strikes = dice(kind).per_mille(plan.chance(kind)) && !calm;
  if (strikes) tally.count(kind);
  return strikes;
}

Tab& World::open_tab(bool newer) {
  tabs.push_back(std::make_unique<Tab>(*this, tabs.size(), newer));
  Tab& tab = *tabs.back();
  tab.online = online_;
  tab.visible = calm || !channel_dice_.per_mille(150);
  tab.channel_broken = plan.all_channels_broken || strikes(Fault::channel_broken);
  if (plan.chance(Fault::clock_skewed) > 0 && strikes(Fault::clock_skewed))
    tab.clock_ms = dice(Fault::clock_skewed).between(-60'000, 60'000);
  tab.open();
  return tab;
}

std::size_t World::alive() const {
  return static_cast<std::size_t>(
      std::count_if(tabs.begin(), tabs.end(), [](const auto& tab) { return tab->alive(); }));
}

Tab* World::pick(Dice& dice, bool attached) {
  std::vector<Tab*> candidates;
  for (const auto& tab : tabs) {
    if (attached ? tab->follows() : tab->runs()) candidates.push_back(tab.get());
  }
  return candidates.empty() ? nullptr : candidates[dice.below(candidates.size())];
}

void World::connect(bool online) {
  online_ = online;
  for (const auto& tab : tabs) {
    if (!tab->alive() || tab->online == online) continue;
    // A page that does nothing notices when it goes on.
    tab->online = online;
    if (tab->attached) tab->deliver([&tab = *tab] { tab.connect(tab.online); });
  }
}

void World::note_beat(std::size_t tab) {
  const std::int64_t now_ms = timeline.now_ms();
  if (last_beats_[0].tab != tab) {
    const bool turns = last_beats_[1].tab == tab && now_ms - last_beats_[1].at_ms < 3 * plan.beat_ms;
    if (turns) tally.count(Repair::two_leaders);
    last_beats_[1] = last_beats_[0];
  }
  last_beats_[0] = {tab, now_ms};
}

void World::fail(const char* invariant, const std::string& text) {
  if (failed()) return;
  failure_ = std::string("(") + invariant + ") " + text;
  note("BROKEN ", failure_);
}

void World::advance(std::int64_t until_ms) {
  while (!failed() && timeline.step(until_ms)) {
    if (timeline.steps() > steps_max) fail("g", "the world runs in circles");
  }
}

void World::run() {
  Chaos chaos(*this);
  note(describe(plan));
  if (!plan.locks) tally.count(Fault::locks_missing);
  users.plan_actions();
  chaos.plan_events();
  for (std::size_t count = 0; count < plan.tabs; ++count)
    timeline.after(channel_dice_.between(0, 400), [this] { open_tab(false); });
  advance(plan.wild_ms);
  if (!failed()) Quiet(*this).await();
  for (const auto& tab : tabs) tab->end(0);
  ++tally.worlds;
  tally.virtual_ms += static_cast<std::uint64_t>(timeline.now_ms());
}

}  // namespace tablattice::simulation
