// A sum of numbers that forgets nothing: what was added and removed again leaves no trace, however long the churn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/json.hpp"

namespace tablattice {

// Every JSON number is an integer times a power of two, so their sum is kept exactly, as one long fixed-point number
// (Kulisch's accumulator, here only as wide as the values need). A running sum in floating point would drift with each
// change, and recomputing it would cost the whole group.
class ExactSum {
 public:
  // `number` is a JSON number.
  void add(const Json& number);
  void remove(const Json& number);

  // The sum: an integer where it is whole and fits into 64 bits, else the nearest double (ties to even); null where it
  // is beyond the range of doubles.
  [[nodiscard]] Json value() const;

 private:
  // (-1)^negative · magnitude · 2^exponent
  struct Term {
    bool negative;
    std::uint64_t magnitude;
    int exponent;
  };
  static Term term_of(const Json& number);
  void add_term(const Term& term);
  void make_room(int lowest, int end);
  void trim();
  [[nodiscard]] std::vector<std::int64_t> magnitude_limbs() const;

  // The sum is Σ limbs_[i] · 2^(32 · (lowest_ + i)). All limbs but the last are within [0, 2^32); the last has the
  // sign. Neither the first nor the last limb is zero.
  std::vector<std::int64_t> limbs_;
  int lowest_ = 0;
};

}  // namespace tablattice
