// Where random tests get their numbers from: a seed that is printed, and can be set to run the same test again.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>

namespace tablattice {

// The seed in the environment's TABLATTICE_SEED, else a fresh one. Printed with the test's name.
inline std::uint64_t announced_seed(const char* test) {
  const char* given = std::getenv("TABLATTICE_SEED");
  std::random_device device;
  const std::uint64_t fresh = (static_cast<std::uint64_t>(device()) << 32) | device();
  const std::uint64_t seed = given == nullptr ? fresh : std::strtoull(given, nullptr, 10);
  std::cout << test << ": TABLATTICE_SEED=" << seed << std::endl;
  return seed;
}

// Random choices for tests. Not std::uniform_int_distribution: its results differ from one standard library to another.
class Chooser {
 public:
  explicit Chooser(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  // Uniform in [0, count).
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  // True once in `times`.
  bool once_in(std::size_t times) { return below(times) == 0; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace tablattice
