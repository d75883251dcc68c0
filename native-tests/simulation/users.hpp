// What users do: in the tabs they look at, and in tabs that do something by themselves.
#pragma once

#include <string>

#include "simulation/dice.hpp"
#include "simulation/tab.hpp"

namespace tablattice::simulation {

class Users {
 public:
  explicit Users(World& world);
  // Plans all that they will do while the world is wild.
  void plan_actions();
  // One of them changes a row that the tab shows; where it shows none, they make one.
  void update(Tab& tab);

 private:
  void act();
  void create(Tab& tab);
  void remove(Tab& tab);
  void look_after_failures(Tab& tab);
  void ask_again(Tab& tab);
  // The mutation is in the ledger before its effects are executed.
  void dispatch(Tab& tab, Operation operation, const std::string& payload, std::size_t field, const std::string& token);
  void note(Tab& tab, std::uint32_t mask, Deed deed);
  // They turn to another page while the change is under way: the browser freezes this one.
  void leave(Tab& tab);
  void retry(Tab& tab, const std::string& name);
  std::string next_token();
  // The text of a visible row's key; "" where there is none.
  std::string visible_key(const Tab& tab);

  World& world_;
  Dice dice_;
  std::size_t collection_ = 0;
  int cleared_ = -1;  // by the update that is being made
  std::size_t tokens_ = 0;
};

}  // namespace tablattice::simulation
