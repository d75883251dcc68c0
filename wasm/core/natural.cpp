#include "core/natural.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace tablattice {

Natural::Natural(std::uint64_t value) {
  for (; value != 0; value >>= limb_bits) append(static_cast<std::uint32_t>(value));
}

void Natural::append(std::uint32_t limb) {
  if (size_ == limbs_.size()) std::abort();
  limbs_[size_++] = limb;
}

void Natural::multiply_add(std::uint32_t factor, std::uint32_t term) {
  std::uint64_t carry = term;
  for (std::size_t index = 0; index < size_; ++index) {
    carry += std::uint64_t{limbs_[index]} * factor;
    limbs_[index] = static_cast<std::uint32_t>(carry);
    carry >>= limb_bits;
  }
  if (carry != 0) append(static_cast<std::uint32_t>(carry));
}

void Natural::multiply_by_power_of_ten(std::size_t power) {
  for (; power >= 9; power -= 9) multiply_add(1'000'000'000, 0);
  for (; power > 0; --power) multiply_add(10, 0);
}

void Natural::shift_left(std::size_t bits) {
  if (is_zero()) return;
  const std::size_t limbs = bits / limb_bits;
  for (std::size_t count = 0; count < limbs; ++count) append(0);
  std::copy_backward(limbs_.begin(), limbs_.begin() + (size_ - limbs), limbs_.begin() + size_);
  std::fill_n(limbs_.begin(), limbs, 0);
  multiply_add(std::uint32_t{1} << bits % limb_bits, 0);
}

void Natural::add(const Natural& other) {
  while (size_ < other.size_) append(0);
  std::uint64_t carry = 0;
  for (std::size_t index = 0; index < size_; ++index) {
    carry += std::uint64_t{limbs_[index]} + (index < other.size_ ? other.limbs_[index] : 0);
    limbs_[index] = static_cast<std::uint32_t>(carry);
    carry >>= limb_bits;
  }
  if (carry != 0) append(static_cast<std::uint32_t>(carry));
}

void Natural::subtract(const Natural& other) {
  std::int64_t borrow = 0;
  for (std::size_t index = 0; index < size_; ++index) {
    borrow += std::int64_t{limbs_[index]} - (index < other.size_ ? other.limbs_[index] : 0);
    limbs_[index] = static_cast<std::uint32_t>(borrow);
    borrow >>= limb_bits;
  }
  while (size_ > 0 && limbs_[size_ - 1] == 0) --size_;
}

std::size_t Natural::bit_width() const {
  return is_zero() ? 0 : size_ * limb_bits - static_cast<std::size_t>(std::countl_zero(limbs_[size_ - 1]));
}

std::strong_ordering operator<=>(const Natural& left, const Natural& right) {
  if (left.size_ != right.size_) return left.size_ <=> right.size_;
  for (std::size_t index = left.size_; index-- > 0;) {
    if (left.limbs_[index] != right.limbs_[index]) return left.limbs_[index] <=> right.limbs_[index];
  }
  return std::strong_ordering::equal;
}

}  // namespace tablattice
