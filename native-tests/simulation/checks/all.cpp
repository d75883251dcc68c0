#include "simulation/checks/all.hpp"

#include "simulation/world.hpp"

namespace tablattice::simulation {

void Check::fail(const std::string& text) const { world_.fail(name_, text); }

// Those that let time pass at the end come last.
std::vector<std::unique_ptr<Check>> all_checks(World& world) {
  std::vector<std::unique_ptr<Check>> checks;
  checks.push_back(one_state(world));
  checks.push_back(exactly_once(world));
  checks.push_back(forward(world));
  checks.push_back(saved(world));
  checks.push_back(refused(world));
  checks.push_back(whole_cursor(world));
  checks.push_back(settled_with_row(world));
  checks.push_back(one_sender(world));
  checks.push_back(in_order(world));
  checks.push_back(known_keys(world));
  checks.push_back(bounded(world));
  checks.push_back(same_facts(world));
  checks.push_back(made_row(world));
  checks.push_back(stands_aside(world));
  checks.push_back(budget(world));
  checks.push_back(two_beats(world));
  checks.push_back(gap_noticed(world));
  checks.push_back(left_behind(world));
  checks.push_back(late_joiner(world));
  checks.push_back(stranger(world));
  return checks;
}

}  // namespace tablattice::simulation
