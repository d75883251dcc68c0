// What is fuzzed: each takes bytes from outside, as the host would hand them to the engine. They must not crash, must leave
// the engine whole, and what is refused must change nothing.
#pragma once

#include <array>
#include <string_view>

namespace tablattice::fuzzing {

void receive(std::string_view bytes);  // a message from another tab
void list(std::string_view bytes);     // the body of a list
void changes(std::string_view bytes);  // the body of a feed's delta
void query(std::string_view bytes);    // a view's query
void action(std::string_view bytes);   // a dispatched action

struct Target {
  const char* name;  // also the folder of its corpus
  void (*run)(std::string_view bytes);
};

inline constexpr std::array<Target, 5> targets = {
    {{"receive", receive}, {"list", list}, {"changes", changes}, {"query", query}, {"action", action}}};

}  // namespace tablattice::fuzzing
