#include "simulation/chaos.hpp"

#include <algorithm>

#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::size_t tabs_alive_max = 6;
// Clocks of one browser are never further apart than stamps may be ahead (design §7: five minutes).
constexpr std::int64_t clock_offset_ms_max = 110'000;

}  // namespace

void Chaos::plan(Fault kind, Event event) {
  Dice& dice = world_.dice(kind);
  for (std::size_t occasion = 0; occasion < occasions_max; ++occasion) {
    const bool happens = dice.per_mille(world_.plan.chance(kind));
    const std::int64_t at_ms = dice.between(100, world_.plan.wild_ms);
    if (!happens) continue;
    world_.timeline.after(at_ms, [this, kind, event] {
      if (!world_.calm) (this->*event)(world_.dice(kind));
    });
  }
}

void Chaos::plan_events() {
  plan(Fault::tab_opened, &Chaos::open);
  plan(Fault::newer_tab, &Chaos::open_newer);
  plan(Fault::tab_closed, &Chaos::close);
  plan(Fault::tab_crashed, &Chaos::crash);
  plan(Fault::tab_reloaded, &Chaos::reload);
  plan(Fault::tab_frozen, &Chaos::freeze);
  plan(Fault::tab_stalled, &Chaos::stall);
  plan(Fault::tab_cached, &Chaos::go_back_and_forward);
  plan(Fault::tab_hidden, &Chaos::hide);
  plan(Fault::tab_offline, &Chaos::go_offline);
  plan(Fault::tab_stopped, &Chaos::stop);
  plan(Fault::channel_cut, &Chaos::cut);
  plan(Fault::quota_refused, &Chaos::refuse_storage);
  plan(Fault::storage_lost, &Chaos::lose_storage);
  plan(Fault::cache_lost, &Chaos::lose_cache);
  plan(Fault::clock_forward, &Chaos::step_forward);
  plan(Fault::clock_back, &Chaos::step_back);
  plan(Fault::session_expired, &Chaos::expire_session);
  plan(Fault::server_restarted, &Chaos::restart_server);
  plan(Fault::history_truncated, &Chaos::forget_history);
  for (int time = 0; time < 3; ++time) plan(Fault::other_user, &Chaos::other_user);
  plan(Fault::same_millisecond, &Chaos::many_changes);
  plan(Fault::key_lives_again, &Chaos::live_again);
}

void Chaos::open(Dice& /*dice*/) {
  if (world_.alive() >= tabs_alive_max) return;
  world_.tally.count(Fault::tab_opened);
  world_.open_tab(false);
}

void Chaos::open_newer(Dice& /*dice*/) {
  if (world_.alive() >= tabs_alive_max) return;
  world_.tally.count(Fault::newer_tab);
  world_.open_tab(true);
}

void Chaos::close(Dice& dice) {
  Tab* tab = world_.pick(dice, false);
  if (tab == nullptr || world_.alive() < 2) return;
  world_.tally.count(Fault::tab_closed);
  world_.note(tab->client, " is closed");
  tab->end(dice.between(1, 20));
}

// Any tab may die, one that is frozen too.
void Chaos::crash(Dice& dice) {
  if (world_.alive() < 2) return;
  Tab* tab = nullptr;
  while (tab == nullptr || !tab->alive()) tab = world_.tabs[dice.below(world_.tabs.size())].get();
  world_.tally.count(Fault::tab_crashed);
  world_.note(tab->client, " crashes");
  tab->end(dice.between(20, 200));
}

// The old document says nothing; the new one is another client and finds what was stored.
void Chaos::reload(Dice& dice) {
  Tab* tab = world_.pick(dice, false);
  if (tab == nullptr) return;
  world_.tally.count(Fault::tab_reloaded);
  world_.note(tab->client, " is reloaded");
  const bool newer = tab->newer;
  tab->end(dice.between(1, 20));
  world_.timeline.after(dice.between(30, 800), [this, newer] { world_.open_tab(newer); });
}

void Chaos::freeze(Dice& dice) { suspend_for_a_while(dice, Fault::tab_frozen, Repair::thawed); }

void Chaos::go_back_and_forward(Dice& dice) { suspend_for_a_while(dice, Fault::tab_cached, Repair::returned); }

void Chaos::suspend_for_a_while(Dice& dice, Fault kind, Repair repair) {
  Tab* tab = world_.pick(dice, true);
  if (tab == nullptr) return;
  world_.tally.count(kind);
  tab->suspend();
  world_.timeline.after(dice.between(300, world_.plan.away_ms_max), [this, tab, repair, sleep = tab->sleeps] {
    if (tab->life != Life::suspended || tab->sleeps != sleep) return;
    world_.tally.count(repair);
    tab->resume();
  });
}

void Chaos::stall(Dice& dice) {
  Tab* tab = world_.pick(dice, false);
  if (tab == nullptr) return;
  world_.tally.count(Fault::tab_stalled);
  tab->stall();
  world_.timeline.after(dice.between(300, world_.plan.away_ms_max), [this, tab, sleep = tab->sleeps] {
    if (tab->life != Life::stalled || tab->sleeps != sleep) return;
    world_.tally.count(Repair::thawed);
    tab->thaw();
  });
}

void Chaos::hide(Dice& dice) {
  Tab* tab = world_.pick(dice, true);
  if (tab == nullptr) return;
  world_.tally.count(Fault::tab_hidden);
  tab->see(!tab->visible);
}

// The machine's network, so all tabs at once.
void Chaos::go_offline(Dice& dice) {
  world_.tally.count(Fault::tab_offline);
  world_.connect(false);
  world_.timeline.after(dice.between(300, 12'000), [this] { world_.connect(true); });
}

void Chaos::stop(Dice& dice) {
  Tab* tab = world_.pick(dice, true);
  if (tab == nullptr) return;
  world_.tally.count(Fault::tab_stopped);
  tab->detach();
  world_.timeline.after(dice.between(300, 10'000), [tab] {
    if (tab->runs() && !tab->attached && !tab->forgotten) tab->attach();
  });
}

void Chaos::cut(Dice& dice) {
  Tab* tab = world_.pick(dice, false);
  if (tab == nullptr) return;
  world_.tally.count(Fault::channel_cut);
  world_.note(tab->client, " is cut off");
  tab->cut = true;
  world_.timeline.after(dice.between(300, 15'000), [this, tab] {
    world_.note(tab->client, " is no longer cut off");
    tab->cut = false;
  });
}

void Chaos::refuse_storage(Dice& dice) {
  world_.storage.refuses = true;
  world_.timeline.after(dice.between(500, 10'000), [this] { world_.storage.refuses = false; });
}

void Chaos::lose_storage(Dice& /*dice*/) {
  world_.tally.count(Fault::storage_lost);
  world_.note("storage is lost");
  world_.storage.lose();
}

void Chaos::lose_cache(Dice& /*dice*/) {
  world_.tally.count(Fault::cache_lost);
  world_.cache.lose();
}

// The machine's clock is set, or one tab's goes its own way.
void Chaos::step_clocks(Dice& dice, std::int64_t by_ms) {
  const bool all = dice.per_mille(600);
  const Tab* one = world_.pick(dice, false);
  for (const auto& tab : world_.tabs) {
    if (!all && tab.get() != one) continue;
    tab->clock_ms = std::clamp(tab->clock_ms + by_ms, -clock_offset_ms_max, clock_offset_ms_max);
  }
  world_.note(all || one == nullptr ? "all clocks" : one->client, " step by ", std::to_string(by_ms));
}

void Chaos::step_forward(Dice& dice) {
  world_.tally.count(Fault::clock_forward);
  step_clocks(dice, dice.between(1, 90'000));
}

void Chaos::step_back(Dice& dice) {
  world_.tally.count(Fault::clock_back);
  step_clocks(dice, -dice.between(1, 90'000));
}

void Chaos::expire_session(Dice& /*dice*/) {
  world_.tally.count(Fault::session_expired);
  world_.note("the session expires");
  world_.server.signed_in = false;
}

void Chaos::restart_server(Dice& dice) {
  world_.tally.count(Fault::server_restarted);
  world_.note("the server goes down");
  world_.server.up = false;
  world_.server.keys_in_progress.clear();
  world_.timeline.after(dice.between(300, 4'000), [this] { world_.server.up = true; });
}

void Chaos::forget_history(Dice& /*dice*/) {
  world_.tally.count(Fault::history_truncated);
  world_.note("the server forgets its history");
  world_.server.forget_history();
}

void Chaos::other_user(Dice& /*dice*/) { world_.server.change_by_other(world_.timeline.now_ms()); }

void Chaos::many_changes(Dice& /*dice*/) { world_.server.burst_by_other(world_.timeline.now_ms()); }

void Chaos::live_again(Dice& /*dice*/) { world_.server.live_again_by_other(world_.timeline.now_ms()); }

}  // namespace tablattice::simulation
