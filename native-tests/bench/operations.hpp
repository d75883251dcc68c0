// The operations that are counted (counts.cpp) and timed (timings.cpp).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/dashboard.hpp"

namespace tablattice::bench {

struct Operation {
  std::string name;
  std::string unit;               // what one is
  double units = 1;               // how many one run does
  std::function<void()> prepare;  // before each run, not measured
  std::function<void()> run;
};

// They share dashboards, which are made when this is called. Each may run any number of times.
std::vector<Operation> make_operations();

}  // namespace tablattice::bench
