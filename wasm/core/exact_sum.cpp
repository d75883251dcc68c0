#include "core/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace tablattice {

namespace {

constexpr int limb_bits = 32;
constexpr std::int64_t limb_base = std::int64_t{1} << limb_bits;
constexpr std::uint64_t limb_mask = static_cast<std::uint64_t>(limb_base) - 1;
constexpr int mantissa_bits = 53;

int floor_to_limb(int exponent) { return exponent >> 5; }  // an arithmetic shift in C++20

// Moves what does not fit into a limb upwards, so that all but the last are within [0, 2^32).
void carry(std::vector<std::int64_t>& limbs) {
  for (std::size_t index = 0; index + 1 < limbs.size(); ++index) {
    const std::int64_t excess = limbs[index] >> limb_bits;
    limbs[index] -= excess * limb_base;
    limbs[index + 1] += excess;
  }
}

// The double nearest to Σ limbs[i] · 2^(32 · (lowest + i)), where all limbs are digits and the last is not zero.
double nearest_double(const std::vector<std::int64_t>& limbs, int lowest) {
  const auto digit = [&limbs](std::size_t from_top) {
    return from_top < limbs.size() ? static_cast<std::uint64_t>(limbs[limbs.size() - 1 - from_top]) : 0;
  };
  const int leading_zeros = std::countl_zero(static_cast<std::uint32_t>(digit(0)));
  std::uint64_t head = ((digit(0) << limb_bits | digit(1)) << leading_zeros) | digit(2) >> (limb_bits - leading_zeros);
  bool rest = (digit(2) << leading_zeros & limb_mask) != 0;
  for (std::size_t index = 3; index < limbs.size() && !rest; ++index) rest = digit(index) != 0;
  // 64 bits are more than a double takes. One bit for all the rest is enough to round the way the whole number would.
  if (rest) head |= 1;
  const int exponent = limb_bits * (lowest + static_cast<int>(limbs.size()) - 2) - leading_zeros;
  return std::ldexp(static_cast<double>(head), exponent);
}

}  // namespace

ExactSum::Term ExactSum::term_of(const Json& number) {
  if (number.is_number_float()) {
    const auto value = number.get<double>();
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(value), &exponent);
    return {value < 0, static_cast<std::uint64_t>(std::ldexp(fraction, mantissa_bits)), exponent - mantissa_bits};
  }
  if (number.is_number_unsigned()) return {false, number.get<std::uint64_t>(), 0};
  const auto value = number.get<std::int64_t>();
  const auto bits = static_cast<std::uint64_t>(value);
  return {value < 0, value < 0 ? 0 - bits : bits, 0};
}

void ExactSum::add(const Json& number) { add_term(term_of(number)); }

void ExactSum::remove(const Json& number) {
  Term term = term_of(number);
  term.negative = !term.negative;
  add_term(term);
}

void ExactSum::add_term(const Term& term) {
  if (term.magnitude == 0) return;
  const int limb = floor_to_limb(term.exponent);
  const int shift = term.exponent - limb * limb_bits;
  make_room(limb, limb + 4);  // three limbs for the shifted 64 bits, one for the carry
  const std::uint64_t digits[] = {term.magnitude << shift & limb_mask,
                                  term.magnitude >> (limb_bits - shift) & limb_mask,
                                  shift == 0 ? 0 : term.magnitude >> (2 * limb_bits - shift)};
  auto at = limbs_.begin() + (limb - lowest_);
  for (const std::uint64_t digit : digits) {
    const auto signed_digit = static_cast<std::int64_t>(digit);
    *at++ += term.negative ? -signed_digit : signed_digit;
  }
  carry(limbs_);
  trim();
}

void ExactSum::make_room(int lowest, int end) {
  if (limbs_.empty()) lowest_ = lowest;
  if (lowest < lowest_) {
    limbs_.insert(limbs_.begin(), static_cast<std::size_t>(lowest_ - lowest), 0);
    lowest_ = lowest;
  }
  const auto size = static_cast<std::size_t>(end - lowest_);
  if (limbs_.size() < size) limbs_.resize(size, 0);
}

void ExactSum::trim() {
  while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
  const auto first = std::find_if(limbs_.begin(), limbs_.end(), [](std::int64_t limb) { return limb != 0; });
  lowest_ += static_cast<int>(first - limbs_.begin());
  limbs_.erase(limbs_.begin(), first);
}

std::vector<std::int64_t> ExactSum::magnitude_limbs() const {
  std::vector<std::int64_t> limbs = limbs_;
  if (limbs.back() < 0) {
    for (std::int64_t& limb : limbs) limb = -limb;
  }
  limbs.resize(limbs.size() + 2, 0);  // the last limb may hold more than one digit
  carry(limbs);
  while (limbs.back() == 0) limbs.pop_back();
  return limbs;
}

Json ExactSum::value() const {
  if (limbs_.empty()) return 0;
  const bool negative = limbs_.back() < 0;
  const std::vector<std::int64_t> limbs = magnitude_limbs();
  const int end = lowest_ + static_cast<int>(limbs.size());
  if (lowest_ >= 0 && end <= 2) {
    std::uint64_t magnitude = 0;
    for (std::size_t index = 0; index < limbs.size(); ++index) {
      magnitude |= static_cast<std::uint64_t>(limbs[index]) << limb_bits * (lowest_ + static_cast<int>(index));
    }
    if (!negative) return magnitude;
    if (magnitude <= std::uint64_t{1} << 63) return static_cast<std::int64_t>(0 - magnitude);
  }
  const double sum = nearest_double(limbs, lowest_);
  if (std::isinf(sum)) return nullptr;
  return negative ? -sum : sum;
}

}  // namespace tablattice
