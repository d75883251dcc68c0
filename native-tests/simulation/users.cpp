#include "simulation/users.hpp"

#include <iterator>
#include <utility>

#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {

Users::Users(World& world) : world_(world), dice_(world.plan.seed, 3) {}

// Some things are done at the same moment, in several tabs.
void Users::plan_actions() {
  for (std::size_t action = 0; action < world_.plan.actions; ++action) {
    const std::int64_t at_ms = dice_.between(0, world_.plan.wild_ms);
    const std::size_t times = dice_.per_mille(200) ? 2 + dice_.below(3) : 1;
    for (std::size_t time = 0; time < times; ++time)
      world_.timeline.after(at_ms + dice_.between(0, 40), [this] { act(); });
  }
}

void Users::act() {
  Tab* tab = world_.pick(dice_, true);
  if (tab == nullptr) return;
  collection_ = dice_.below(world_.plan.collections);
  if (dice_.per_mille(400)) tab->signal(R"({"type":"activity"})");
  if (!tab->follows()) return;
  const std::size_t choice = dice_.below(100);
  if (choice < 42) return update(*tab);
  if (choice < 62) return create(*tab);
  if (choice < 75) return remove(*tab);
  if (choice < 90) return look_after_failures(*tab);
  ask_again(*tab);
}

// Now and then a text that the server refuses.
std::string Users::next_token() {
  return std::string(1, dice_.per_mille(120) ? refused_letter : 'm') + std::to_string(++tokens_);
}

std::string Users::visible_key(const Tab& tab) {
  std::vector<std::string> keys;
  for (const auto& [key, row] : tab.shown(collection_)) {
    if (row.present) keys.push_back(key);
  }
  return keys.empty() ? std::string() : keys[dice_.below(keys.size())];
}

void Users::create(Tab& tab) {
  const std::size_t field = dice_.below(field_count);
  const std::string token = next_token();
  std::string row = "{" + json_string(field_names[field]) + ":" + json_string(token);
  const bool own_key = !world_.plan.server_ids && dice_.per_mille(850);
  if (own_key) row += R"(,"id":)" + favourite_key(dice_.below(favourite_keys));
  dispatch(tab, Operation::create, row + "}", field, token);
}

// A change of one field, and now and then the removal of another one's text.
void Users::update(Tab& tab) {
  const std::string key = visible_key(tab);
  if (key.empty()) return create(tab);
  const std::size_t field = dice_.below(field_count);
  const std::string token = next_token();
  std::string changes = "{" + json_string(field_names[field]) + ":" + json_string(token);
  cleared_ = dice_.per_mille(150) ? static_cast<int>((field + 1) % field_count) : -1;
  if (cleared_ >= 0) changes += "," + json_string(field_names[static_cast<std::size_t>(cleared_)]) + ":null";
  dispatch(tab, Operation::update, R"({"id":)" + key + R"(,"changes":)" + changes + "}}", field, token);
  cleared_ = -1;
}

void Users::remove(Tab& tab) {
  const std::string key = visible_key(tab);
  if (!key.empty()) dispatch(tab, Operation::remove, key, 0, "");
}

void Users::dispatch(Tab& tab, Operation operation, const std::string& payload, std::size_t field,
                     const std::string& token) {
  const bool promised = dice_.per_mille(800);
  const std::string action = R"({"type":")" + std::string(collection_names[collection_]) + "/" +
                             operation_word(operation) + R"(","payload":)" + payload +
                             (promised ? R"(,"promised":true})" : "}");
  const std::uint32_t mask = tab.begin_dispatch(action);
  if ((mask & mask_refused) != 0) return tab.finish(mask);
  Deed deed;
  deed.collection = collection_;
  deed.operation = operation;
  deed.field = field;
  deed.token = token;
  deed.cleared = cleared_;
  deed.promised = promised;
  note(tab, mask, std::move(deed));
}

// The engine has taken it: its name and key are in the result.
void Users::note(Tab& tab, std::uint32_t mask, Deed deed) {
  const std::string result = tab.result();
  const std::string_view made = first_value(member(result, "mutations").substr(1));
  deed.name = text_member(made, "name");
  deed.key = member(made, "key");
  deed.tab = tab.index;
  deed.at_ms = world_.timeline.now_ms();
  const std::size_t index = world_.ledger.add(std::move(deed)).index;
  tab.finish(mask);
  if (!tab.alive()) world_.ledger.deeds()[index].told_nobody = true;
  if (tab.alive() && world_.strikes(Fault::tab_left)) leave(tab);
}

void Users::leave(Tab& tab) {
  Dice& dice = world_.dice(Fault::tab_left);
  const std::int64_t away_ms = dice.between(300, world_.plan.away_ms_max);
  world_.timeline.after(dice.between(1, 2 * world_.plan.latency_ms), [this, &tab, away_ms] {
    if (!tab.follows() || world_.calm) return;
    tab.suspend();
    world_.timeline.after(away_ms, [this, &tab, sleep = tab.sleeps] {
      if (tab.life != Life::suspended || tab.sleeps != sleep) return;
      world_.tally.count(Repair::thawed);
      tab.resume();
    });
  });
}

void Users::look_after_failures(Tab& tab) {
  const std::string failures = tab.failures();
  if (failures.size() < 3) return update(tab);
  const std::string name = text_member(first_value(std::string_view(failures).substr(1)), "name");
  if (dice_.per_mille(500)) return retry(tab, name);
  Deed* deed = world_.ledger.find(name);
  if (deed != nullptr) deed->let_go = true;
  world_.tally.count(Repair::failure_discarded);
  tab.signal(R"({"type":"discard","name":)" + json_string(name) + "}");
}

void Users::retry(Tab& tab, const std::string& name) {
  const Deed* old = world_.ledger.find(name);
  if (old == nullptr) return world_.fail("harness", "A failure of nobody: " + name);
  Deed again;
  again.collection = old->collection;
  again.operation = old->operation;
  again.field = old->field;
  again.token = old->token;
  again.cleared = old->cleared;
  world_.ledger.deeds()[old->index].let_go = true;
  world_.tally.count(Repair::failure_retried);
  const std::uint32_t mask = tab.begin_signal(R"({"type":"retry","name":)" + json_string(name) + "}");
  if ((mask & mask_refused) != 0) return tab.finish(mask);
  note(tab, mask, std::move(again));
}

void Users::ask_again(Tab& tab) {
  const std::string collection = json_string(collection_names[collection_]);
  const std::size_t choice = dice_.below(4);
  if (choice == 0) {
    tab.signal(R"({"type":"refresh","force":true,"collection":)" + collection + "}");
  } else if (choice == 1) {
    tab.signal(R"({"type":"refresh","collection":)" + collection + "}");
  } else if (choice == 2) {
    tab.signal(R"({"type":"invalidate","collection":)" + collection + "}");
  } else {
    tab.signal(R"({"type":"focus"})");
  }
}

}  // namespace tablattice::simulation
