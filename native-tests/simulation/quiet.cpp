#include "simulation/quiet.hpp"

#include <algorithm>

#include "simulation/agreement.hpp"
#include "simulation/checks/told.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::int64_t look_again_ms = 2'500;
constexpr std::int64_t transfer_ms = 1'000;
constexpr std::int64_t retry_after_ms_max = 3'000;

}  // namespace

// What may have to pass one after another: a request that is never answered, its backoff, one more attempt, a read that
// confirms it, a leader that has to be replaced; and where clocks were set back, timers that wait for the old time.
std::int64_t Quiet::patience_ms() const {
  const Plan& plan = world_.plan;
  const std::int64_t attempt_ms = plan.deadline_ms + std::max(plan.backoff_max_ms, retry_after_ms_max) + 1'000;
  const std::int64_t leader_ms = plan.beat_ms * (plan.beats_missed + 2) + plan.steal_ms;
  const std::int64_t clocks_ms = plan.clocks_agree() ? 0 : 230'000;
  const std::int64_t scan_ms = 12 * plan.beat_ms;
  return 4 * attempt_ms + leader_ms + scan_ms + 2 * plan.idle_ms + clocks_ms + plan.silence_ms() + 10'000;
}

void Quiet::await() {
  calm_down();
  // What was said before may be held up for long. A change of a dead tab that nobody else has heard of is sent again once
  // that is heard.
  const std::int64_t heard_ms = std::max(world_.timeline.now_ms(), world_.heard_all_at_ms());
  const std::int64_t end_ms = heard_ms + patience_ms();
  agreed_at_ms_ = heard_ms + transfer_ms;
  world_.advance(std::max(world_.timeline.now_ms() + 3'000, heard_ms));
  std::string unrest_now = unrest();
  while (!world_.failed() && !unrest_now.empty()) {
    if (world_.timeline.now_ms() >= end_ms) return world_.fail("a", "no quiet: " + unrest_now);
    reload_outdated();
    world_.advance(world_.timeline.now_ms() + look_again_ms);
    unrest_now = unrest();
  }
  if (world_.failed()) return;
  world_.note("all is quiet");
  for (const auto& check : world_.checks) {
    if (!world_.failed()) check->finished();
  }
}

void Quiet::calm_down() {
  world_.note("no more faults");
  world_.calm = true;
  world_.storage.refuses = false;
  world_.server.up = true;
  world_.connect(true);
  // By place: tabs open while we go.
  const std::size_t count = world_.tabs.size();
  for (std::size_t index = 0; index < count; ++index) bring_back(*world_.tabs[index]);
  if (world_.pick(world_.channel_dice(), true) == nullptr) world_.open_tab(false);
  // What a newer version of the application has left is brought to the server by one.
  const auto newer = [](const auto& tab) { return tab->newer; };
  if (std::any_of(world_.tabs.begin(), world_.tabs.end(), newer)) world_.open_tab(true);
}

void Quiet::bring_back(Tab& tab) {
  tab.cut = false;
  if (!tab.alive()) return;
  if (tab.life == Life::suspended) {
    world_.tally.count(Repair::returned);
    tab.resume();
  }
  if (tab.life == Life::stalled) {
    world_.tally.count(Repair::thawed);
    tab.thaw();
  }
  if (tab.forgotten) return;
  if (!tab.attached) tab.attach();
  if (!tab.visible) tab.see(true);
}

// The application offers to reload what is outdated.
void Quiet::reload_outdated() {
  const std::size_t count = world_.tabs.size();
  for (std::size_t index = 0; index < count; ++index) {
    Tab& tab = *world_.tabs[index];
    if (!tab.alive() || !tab.outdated) continue;
    tab.end(10);
    world_.timeline.after(200, [this] { world_.open_tab(true); });
  }
}

// Without locks a dead tab's mutations lie with the leader until that tab has been silent for long. Where storage refused
// them, and they do nothing to what is there now, nothing else shows that somebody will still send them: no beat of before
// the leader had heard of them, either.
std::string Quiet::still_to_adopt() const {
  if (world_.plan.locks) return {};
  for (const auto& tab : world_.tabs) {
    const bool leads = tab->alive() && member(tab->status(), "role") == "\"leader\"";
    if (leads && tab->beat_tells_open) return tab->client + " knows of mutations that are not settled";
    if (leads && tab->beat_at_ms < agreed_at_ms_) return tab->client + " has yet to tell whether all is settled";
  }
  return {};
}

std::string Quiet::unrest() const {
  for (const auto& tab : world_.tabs) {
    if (!tab->alive()) continue;
    if (tab->outdated) return tab->client + " is outdated";
    const std::string difference = difference_from_server(world_, *tab);
    if (!difference.empty()) return difference;
    if (const std::string pending = tab->pending(); pending.size() > 2)
      return tab->client + " still has to send " + pending;
  }
  if (const std::string heir = still_to_adopt(); !heir.empty()) return heir;
  const std::string name = nobody_told(world_);
  if (!name.empty()) return name + " is not in the server, and its user was not told";
  // The leader reads the outbox in storage now and then, and removes what has ended.
  const std::string key = entry_left(world_);
  return key.empty() ? key : "storage still holds " + key;
}

}  // namespace tablattice::simulation
