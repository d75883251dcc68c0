// The end of a world: no more faults, everybody is back, and all must come right in the time that the policy allows.
#pragma once

#include <cstdint>
#include <string>

#include "simulation/tab.hpp"

namespace tablattice::simulation {

class Quiet {
 public:
  explicit Quiet(World& world) : world_(world) {}

  // Calms the world down, waits until it agrees, and asks the checks.
  void await();

 private:
  void calm_down();
  void bring_back(Tab& tab);
  void reload_outdated();
  // Why the world is not quiet yet; "" where it is.
  [[nodiscard]] std::string still_to_adopt() const;
  [[nodiscard]] std::string unrest() const;
  [[nodiscard]] std::int64_t patience_ms() const;

  World& world_;
  std::int64_t agreed_at_ms_ = 0;  // the tabs have told each other what they have
};

}  // namespace tablattice::simulation
