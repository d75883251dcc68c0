#include "core/random.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

namespace tablattice {

Result<Random> Random::from_seed(std::string_view seed) {
  const Status bad = problem("config_invalid", "The seed must be 64 hexadecimal digits, not all zero.", "config/seed");
  if (seed.size() != 64) return bad;
  Random random;
  bool zero = true;
  for (std::size_t part = 0; part < random.state_.size(); ++part) {
    const char* begin = seed.data() + part * 16;
    const auto [end, error] = std::from_chars(begin, begin + 16, random.state_[part], 16);
    if (error != std::errc() || end != begin + 16) return bad;
    zero = zero && random.state_[part] == 0;
  }
  if (zero) return bad;
  return random;
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

std::string Random::uuid() {
  constexpr std::string_view digits = "0123456789abcdef";
  const std::array<std::uint64_t, 2> bits = {(next() & ~0xF000ULL) | 0x4000ULL,
                                             (next() & ~(3ULL << 62)) | (2ULL << 62)};
  std::string text;
  for (int index = 0; index < 32; ++index) {
    if (index == 8 || index == 12 || index == 16 || index == 20) text += '-';
    text += digits[(bits[static_cast<std::size_t>(index / 16)] >> (60 - 4 * (index % 16))) & 0xF];
  }
  return text;
}

std::int64_t jitter_ms(std::int64_t most_ms, Random& random) {
  return static_cast<std::int64_t>(random.fraction() * static_cast<double>(most_ms));
}

std::int64_t backoff_ms(unsigned failures, std::int64_t min_ms, std::int64_t max_ms, std::int64_t at_least_ms,
                        Random& random) {
  const unsigned doublings = std::min(failures > 0 ? failures - 1 : 0, 30U);
  const double ceiling =
      std::min(static_cast<double>(max_ms), static_cast<double>(min_ms) * static_cast<double>(1ULL << doublings));
  return std::max({at_least_ms, std::int64_t{1}, static_cast<std::int64_t>(ceiling * random.fraction())});
}

}  // namespace tablattice
