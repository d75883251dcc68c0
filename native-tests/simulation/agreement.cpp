#include "simulation/agreement.hpp"

#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {

std::string difference_from_server(const World& world, const Tab& tab) {
  for (std::size_t collection = 0; collection < world.plan.collections; ++collection) {
    const auto& rows = world.server.rows(collection);
    for (const auto& [key, shown] : tab.shown(collection)) {
      if (shown.present && !rows.contains(key))
        return tab.client + " shows " + tab.row(collection, key) + ", which the server does not have";
    }
    for (const auto& [key, row] : rows) {
      // What is shown is compared before the text: most differences need no more.
      const Shown& shown = tab.shown(collection, key);
      if (!shown.present) return tab.client + " lacks " + row.text;
      if (shown.mark != row.mark || shown.pending || tab.row(collection, key) != row.text)
        return tab.client + " shows " + tab.row(collection, key) + ", the server has " + row.text;
    }
  }
  return {};
}

std::string behind_server(const World& world, const Tab& tab) {
  for (std::size_t collection = 0; collection < world.plan.collections; ++collection) {
    const auto& rows = world.server.rows(collection);
    for (const auto& [key, shown] : tab.shown(collection)) {
      if (shown.present && shown.mark > 0 && !rows.contains(key)) return tab.client + " still shows " + key;
    }
    for (const auto& [key, row] : rows) {
      const Shown& shown = tab.shown(collection, key);
      if (!shown.present || shown.mark != row.mark) return tab.client + " has not read " + row.text;
    }
  }
  return {};
}

Tab* leader_of_all(const World& world) {
  Tab* leader = nullptr;
  std::size_t followers = 0;
  for (const auto& tab : world.tabs) {
    if (!tab->alive()) continue;
    const bool leads = member(tab->status(), "role") == "\"leader\"";
    if (!tab->follows() || tab->channel_broken || (leads && leader != nullptr)) return nullptr;
    leads ? static_cast<void>(leader = tab.get()) : static_cast<void>(++followers);
  }
  return followers == 0 ? nullptr : leader;
}

}  // namespace tablattice::simulation
