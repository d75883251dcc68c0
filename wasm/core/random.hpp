// The engine's own random numbers, from the host's seed: the same seed and inputs give the same run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/status.hpp"

namespace tablattice {

// xoshiro256** (Blackman and Vigna, 2018). Not for secrets.
class Random {
 public:
  // `seed` is 64 hexadecimal digits of the host's random bytes, not all zero ("config_invalid").
  static Result<Random> from_seed(std::string_view seed);

  std::uint64_t next();
  // Uniform in [0, 1).
  double fraction();
  // A version 4 UUID (RFC 9562).
  std::string uuid();

 private:
  std::array<std::uint64_t, 4> state_{1, 2, 3, 4};
};

// Uniform in [0, most_ms): so that tabs do not all do the same at the same time.
std::int64_t jitter_ms(std::int64_t most_ms, Random& random);

// Exponential backoff with full jitter ("Exponential Backoff And Jitter", Marc Brooker, 2015): uniform between 1 and
// min(max_ms, min_ms * 2^(failures - 1)), and never less than `at_least_ms` (Retry-After).
std::int64_t backoff_ms(unsigned failures, std::int64_t min_ms, std::int64_t max_ms, std::int64_t at_least_ms,
                        Random& random);

}  // namespace tablattice
