// Where a world gets its random choices from. Each concern draws from a stream of its own, so leaving one kind of fault
// out changes no draw of another: that is what makes a failing world shrink.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tablattice::simulation {

// splitmix64 (Steele, Lea, Flood, 2014): the same numbers on every platform, and nothing to set up.
class Dice {
 public:
  Dice() = default;
  Dice(std::uint64_t seed, std::uint64_t stream) : state_(mix(seed) ^ mix(~stream)) {}

  std::uint64_t bits() { return mix(state_ += 0x9e3779b97f4a7c15ULL); }
  // Uniform in [0, count).
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(bits() % count); }
  // Uniform in [least, most].
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(most - least + 1));
  }
  bool per_mille(unsigned probability) { return below(1000) < probability; }

 private:
  static std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace tablattice::simulation
