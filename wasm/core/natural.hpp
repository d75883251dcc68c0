// A whole number of any size up to a bound: what reading and writing of doubles needs to be exact, and no more.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace tablattice {

// A result beyond natural_bits_max ends the program: who calculates here knows bounds of what he calculates.
inline constexpr std::size_t natural_bits_max = 4096;

class Natural {
 public:
  explicit Natural(std::uint64_t value);

  // Becomes itself · factor + term.
  void multiply_add(std::uint32_t factor, std::uint32_t term);
  void multiply_by_power_of_ten(std::size_t power);
  void shift_left(std::size_t bits);
  void add(const Natural& other);
  // `other` is not greater.
  void subtract(const Natural& other);

  [[nodiscard]] bool is_zero() const { return size_ == 0; }
  // How many bits it takes to write it; none for zero.
  [[nodiscard]] std::size_t bit_width() const;
  friend std::strong_ordering operator<=>(const Natural& left, const Natural& right);

 private:
  static constexpr std::size_t limb_bits = 32;

  void append(std::uint32_t limb);

  std::array<std::uint32_t, natural_bits_max / limb_bits> limbs_;  // the lowest first; meaningful up to size_
  std::size_t size_ = 0;                                           // the limb before it is not zero
};

}  // namespace tablattice
