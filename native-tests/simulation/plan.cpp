#include "simulation/plan.hpp"

#include <algorithm>

#include "core/json.hpp"
#include "simulation/dice.hpp"

namespace tablattice::simulation {
namespace {

struct Rate {
  Fault kind;
  unsigned per_mille;
};

// In a world of middling wildness. The first group per occasion, the second per one of occasions_max times in a world.
constexpr Rate rates[] = {
    {Fault::message_lost, 40},
    {Fault::message_twice, 80},
    {Fault::message_late, 60},
    {Fault::message_garbled, 10},
    {Fault::storage_event_late, 150},
    {Fault::storage_event_lost, 60},
    {Fault::crashed_between_effects, 4},
    {Fault::timers_throttled, 1000},
    {Fault::cache_failed, 150},
    {Fault::clock_skewed, 500},
    {Fault::request_lost, 60},
    {Fault::request_late, 50},
    {Fault::request_twice, 50},
    {Fault::answer_lost, 80},
    {Fault::answer_late, 60},
    {Fault::server_error, 50},
    {Fault::error_after_commit, 40},
    {Fault::server_busy, 40},
    {Fault::key_in_progress, 60},
    {Fault::login_page, 30},
    {Fault::same_millisecond, 250},
    {Fault::key_lives_again, 600},

    {Fault::channel_cut, 300},
    {Fault::channel_broken, 120},
    {Fault::quota_refused, 200},
    {Fault::storage_lost, 120},
    {Fault::cache_lost, 200},
    {Fault::tab_opened, 250},
    {Fault::tab_closed, 200},
    {Fault::tab_crashed, 350},
    {Fault::tab_reloaded, 300},
    {Fault::tab_frozen, 250},
    {Fault::tab_stalled, 250},
    {Fault::tab_cached, 250},
    {Fault::tab_hidden, 400},
    {Fault::tab_offline, 300},
    {Fault::tab_stopped, 150},
    {Fault::newer_tab, 60},
    {Fault::clock_forward, 200},
    {Fault::clock_back, 200},
    {Fault::session_expired, 200},
    {Fault::server_restarted, 200},
    {Fault::history_truncated, 300},
    {Fault::other_user, 900},
};

void choose_backend(Plan& plan, Dice& dice, const Leave& leave) {
  constexpr Rung rungs[] = {Rung::feed, Rung::versioned, Rung::plain};
  plan.rung = rungs[dice.below(3)];
  if (leave.rung) plan.rung = *leave.rung;
  constexpr VersionForm forms[] = {
      VersionForm::count,          VersionForm::count_restarting, VersionForm::count_restarting,
      VersionForm::decimal_string, VersionForm::instant,          VersionForm::instant};
  plan.version_form = forms[dice.below(std::size(forms))];
  plan.etags = dice.per_mille(500);
  plan.keys = plan.rung == Rung::feed || dice.per_mille(plan.rung == Rung::versioned ? 400 : 250);
  plan.bare_answers = plan.rung != Rung::feed && dice.per_mille(400);
  plan.server_ids = dice.per_mille(250);
  plan.page_rows = dice.per_mille(150) ? 2 + dice.below(4) : 0;
  plan.collections = dice.per_mille(150) ? 2 : 1;
}

// Its stamps are the server's, so it takes clocks that agree. On a feed only a mutation of unknown fate waits for a read to
// settle it, and so for the right stamp of a push: let there be some, and pushes that come at just that moment.
void choose_push(Plan& plan) {
  Dice dice(plan.seed, 7);
  plan.pushes = dice.per_mille(400) && plan.rung == Rung::feed && plan.clocks_agree();
  if (plan.pushes && dice.per_mille(500)) plan.key_memory_ms = dice.between(2, 8) * 1'000;
  if (plan.pushes) plan.chance(Fault::push_overdue) = 1000;
}

void choose_options(Plan& plan, Dice& dice) {
  constexpr RequestOrder orders[] = {RequestOrder::row, RequestOrder::collection, RequestOrder::all};
  plan.rung_told = plan.rung != Rung::plain || dice.per_mille(600);
  plan.if_match = plan.rung != Rung::plain && dice.per_mille(400);
  plan.reject_conflicts = dice.per_mille(300);
  plan.assign = dice.per_mille(250);
  plan.order = dice.per_mille(700) ? RequestOrder::row : orders[dice.below(3)];
  plan.persist = dice.per_mille(300);
}

void choose_browser(Plan& plan, Dice& dice) {
  constexpr std::size_t tabs[] = {2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6};
  plan.tabs = tabs[dice.below(std::size(tabs))];
  plan.locks = !dice.per_mille(150);
  plan.all_channels_broken = dice.per_mille(60);
}

void choose_numbers(Plan& plan, Dice& dice) {
  plan.beat_ms = dice.between(12, 35) * 100;
  plan.beats_missed = dice.between(2, 4);
  plan.steal_ms = dice.between(5, 20) * 1'000;
  plan.active_ms = dice.between(15, 60) * 100;
  plan.idle_ms = plan.active_ms + dice.between(0, 60) * 100;
  plan.idle_after_ms = dice.between(5, 30) * 1'000;
  plan.deadline_ms = dice.between(15, 50) * 100;
  plan.backoff_max_ms = dice.between(10, 50) * 100;
  plan.attempts_max = dice.per_mille(300) ? dice.between(2, 4) : dice.between(10, 30);
  if (dice.per_mille(150)) plan.key_memory_ms = dice.between(8, 25) * 1'000;
  plan.wild_ms = dice.between(10, 40) * 1'000;
  plan.actions = static_cast<std::size_t>(dice.between(4, 24));
  plan.latency_ms = dice.between(5, 200);
}

// Where the tabs' memory is short, some are away for longer. It is long where clocks differ: they may by minutes, and what
// is older than the memory is not heard.
void choose_memory(Plan& plan, Dice& dice) {
  if (!dice.per_mille(120) || !plan.clocks_agree()) return;
  plan.memory_ms = 60'000;
  plan.away_ms_max = 90'000;
  plan.wild_ms += 60'000;
}

// Where tabs are left while their changes are under way, others take these over, and both may have an answer.
void choose_leaving(Plan& plan) {
  Dice dice(plan.seed, 8);
  const bool faultless = plan.chance(Fault::other_user) == 0;
  if (dice.per_mille(200) && !faultless) plan.chance(Fault::tab_left) = static_cast<unsigned>(dice.between(30, 150));
}

// Lists are short here: in some worlds the slices are as well, so that much happens between them.
void choose_slices(Plan& plan) {
  Dice dice(plan.seed, 9);
  if (dice.per_mille(400)) plan.slice_bytes = dice.between(1, 300);
}

// One world in ten is without faults; of the others each has some kinds, or all of them.
void choose_faults(Plan& plan, Dice& dice) {
  const std::size_t mood = dice.below(10);
  if (mood == 0) return;
  const unsigned kinds = mood < 7 ? 350 : mood < 9 ? 600 : 1000;
  for (const Rate& rate : rates) {
    const auto strength = static_cast<unsigned>(dice.between(40, 200));
    if (dice.per_mille(kinds)) plan.chance(rate.kind) = std::min(1000U, rate.per_mille * strength / 100);
  }
  // Other users and keys that live again are no faults of anybody.
  plan.chance(Fault::other_user) = static_cast<unsigned>(dice.between(300, 1000));
  if (dice.per_mille(600)) {
    for (const Fault kind : {Fault::clock_skewed, Fault::clock_forward, Fault::clock_back}) plan.chance(kind) = 0;
  }
}

const char* order_word(RequestOrder order) {
  constexpr const char* words[] = {"row", "collection", "all"};
  return words[static_cast<std::size_t>(order)];
}

Json collection_options(const Plan& plan) {
  Json options = {{"ids", plan.server_ids ? "server" : "client"},
                  {"patch", plan.assign ? "assign" : "merge"},
                  {"order", order_word(plan.order)},
                  {"conflict", plan.reject_conflicts ? "reject" : "merge"},
                  {"ifMatch", plan.if_match},
                  {"idempotencyKeys", plan.keys},
                  {"persist", plan.persist}};
  if (plan.rung == Rung::feed) options["feed"] = true;
  if (plan.rung == Rung::plain && plan.rung_told) options["version"] = nullptr;
  return options;
}

std::string hexadecimal(std::uint64_t seed) {
  Dice dice(seed, 1);
  std::string text;
  while (text.size() < 64) text += "0123456789abcdef"[dice.below(16)];
  return text;
}

}  // namespace

Plan make_plan(std::uint64_t seed, const Leave& leave) {
  Plan plan;
  plan.seed = seed;
  Dice dice(seed, 0);
  choose_backend(plan, dice, leave);
  choose_options(plan, dice);
  choose_browser(plan, dice);
  choose_numbers(plan, dice);
  choose_faults(plan, dice);
  choose_memory(plan, dice);
  choose_push(plan);
  choose_leaving(plan);
  choose_slices(plan);
  for (std::size_t kind = 0; kind < fault_count; ++kind) {
    if (leave.without[kind]) plan.per_mille[kind] = 0;
  }
  if (leave.without[static_cast<std::size_t>(Fault::locks_missing)]) plan.locks = true;
  if (leave.without[static_cast<std::size_t>(Fault::channel_broken)]) plan.all_channels_broken = false;
  plan.actions = std::min(plan.actions, leave.actions_max);
  return plan;
}

std::string config_text(const Plan& plan, const std::string& client, std::uint64_t random_seed, bool visible,
                        bool online) {
  Json config = {{"client", client},      {"seed", hexadecimal(random_seed)},
                 {"scope", "simulation"}, {"visible", visible},
                 {"online", online},      {"locks", plan.locks}};
  for (std::size_t index = 0; index < plan.collections; ++index)
    config["collections"][collection_names[index]] = collection_options(plan);
  config["poll"] = {{"activeMs", plan.active_ms},
                    {"idleMs", plan.idle_ms},
                    {"idleAfterMs", plan.idle_after_ms},
                    {"deadlineMs", plan.deadline_ms},
                    {"backoffMaxMs", plan.backoff_max_ms},
                    {"backoffMinMs", 300},
                    {"staleMs", 500},
                    {"sliceBytes", plan.slice_bytes}};
  config["outbox"] = {{"attemptsMax", plan.attempts_max},
                      {"deadlineMs", plan.deadline_ms},
                      {"backoffMaxMs", plan.backoff_max_ms},
                      {"keyMemoryMs", plan.key_memory_ms}};
  config["tabs"] = {{"beatMs", plan.beat_ms},
                    {"beatsMissed", plan.beats_missed},
                    {"stealMs", plan.steal_ms},
                    {"memoryMs", plan.memory_ms}};
  return dump_json(config);
}

std::string describe(const Plan& plan) {
  std::string text = "world " + std::to_string(plan.seed) + ": " + rung_word(plan.rung) + ", " +
                     std::to_string(plan.tabs) + " tabs, " + std::to_string(plan.actions) + " actions in " +
                     std::to_string(plan.wild_ms) + " ms";
  const auto flag = [&](bool on, const char* word) {
    if (on) text += std::string(", ") + word;
  };
  flag(!plan.locks, "no locks");
  flag(plan.all_channels_broken, "no channels");
  flag(plan.keys, "keys");
  flag(plan.if_match, "If-Match");
  flag(plan.reject_conflicts, "conflict reject");
  flag(plan.assign, "assign");
  flag(plan.server_ids, "server ids");
  flag(plan.etags, "ETag");
  flag(plan.bare_answers, "bare answers");
  flag(plan.page_rows > 0, "pages");
  flag(plan.pushes, "pushes");
  flag(plan.persist, "persist");
  flag(plan.slice_bytes < 1'000, "slices");
  flag(plan.collections > 1, "two collections");
  text += std::string(", order ") + order_word(plan.order) + "; faults:";
  for (std::size_t kind = 0; kind < fault_count; ++kind) {
    if (plan.per_mille[kind] > 0)
      text += std::string(" ") + fault_kinds[kind].name + "=" + std::to_string(plan.per_mille[kind]);
  }
  return text;
}

}  // namespace tablattice::simulation
