// What befalls tabs, clocks, storage and the backend at times of its own choosing.
#pragma once

#include <cstdint>
#include <functional>

#include "simulation/dice.hpp"
#include "simulation/tab.hpp"

namespace tablattice::simulation {

class Chaos {
 public:
  explicit Chaos(World& world) : world_(world) {}
  // Plans all that will happen while the world is wild.
  void plan_events();

 private:
  using Event = void (Chaos::*)(Dice& dice);
  void plan(Fault kind, Event event);

  void open(Dice& dice);
  void open_newer(Dice& dice);
  void close(Dice& dice);
  void crash(Dice& dice);
  void reload(Dice& dice);
  void freeze(Dice& dice);
  void stall(Dice& dice);
  void go_back_and_forward(Dice& dice);
  void hide(Dice& dice);
  void go_offline(Dice& dice);
  void stop(Dice& dice);
  void cut(Dice& dice);
  void refuse_storage(Dice& dice);
  void lose_storage(Dice& dice);
  void lose_cache(Dice& dice);
  void step_clocks(Dice& dice, std::int64_t by_ms);
  void step_forward(Dice& dice);
  void step_back(Dice& dice);
  void expire_session(Dice& dice);
  void restart_server(Dice& dice);
  void forget_history(Dice& dice);
  void other_user(Dice& dice);
  void many_changes(Dice& dice);
  void live_again(Dice& dice);
  void suspend_for_a_while(Dice& dice, Fault kind, Repair repair);

  World& world_;
};

}  // namespace tablattice::simulation
