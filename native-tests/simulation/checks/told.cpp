#include "simulation/checks/told.hpp"

#include "simulation/checks/holds.hpp"
#include "simulation/json_slice.hpp"

namespace tablattice::simulation {
namespace {

// It was refused in the tab that had taken it over, which kept the failure for the user; storage lost that, and then
// the tab was gone. All that others know is that it has ended: what was saved and overwritten since looks the same.
bool failure_lost(const World& world, const Deed& deed) {
  if (deed.promised || deed.failure_lost_in < 0) return false;
  return !world.tabs[static_cast<std::size_t>(deed.failure_lost_in)]->alive();
}

// The same of one of unknown fate: who had told it so was to tell its user, and neither storage nor that tab is left.
bool keeper_lost(const World& world, const Deed& deed) {
  return !deed.promised && deed.unknown_in >= 0 && !world.tabs[static_cast<std::size_t>(deed.unknown_in)]->alive();
}

bool accounted(const World& world, const Deed& deed, const std::set<std::string>& kept) {
  const bool done = !deed.applied.empty() || deed.told() || deed.let_go || kept.contains(deed.name);
  if (done || (deed.operation == Operation::remove && deed.absent_seen)) return true;
  if (deed.told_nobody || deed.unheard || deed.refusal_unstored || failure_lost(world, deed)) return true;
  // A deletion of what is not there is saved, and where nobody waits for its promise nobody is told.
  const bool unpromised = world.pages && deed.operation == Operation::remove;
  if (unpromised && server_was_without(world, deed.collection, deed.key, deed.at_ms)) return true;
  const bool owner_lives = world.tabs[deed.tab]->alive();
  return (!owner_lives || keeper_lost(world, deed)) && (!deed.stored || deed.stored_lost);
}

}  // namespace

std::set<std::string> kept_failures(const World& world) {
  std::set<std::string> names;
  for (const auto& tab : world.tabs) {
    if (!tab->alive()) continue;
    const std::string failures = tab->failures();
    for_each_element(failures, [&](std::string_view failure) { names.insert(text_member(failure, "name")); });
  }
  return names;
}

std::string nobody_told(const World& world) {
  const std::set<std::string> kept = kept_failures(world);
  for (const Deed& deed : world.ledger.deeds()) {
    if (!accounted(world, deed, kept)) return deed.name;
  }
  return {};
}

std::string entry_left(const World& world) {
  const std::set<std::string> kept = kept_failures(world);
  for (const auto& [key, text] : world.storage.items()) {
    if (key.starts_with("outbox/") && !kept.contains(key.substr(7))) return key;
  }
  return {};
}

}  // namespace tablattice::simulation
