#include "core/real_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/natural.hpp"

namespace tablattice {
namespace {

// Whole numbers and powers of ten that doubles hold exactly.
constexpr std::uint64_t whole_max = 1'000'000'000'000'000;
constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::size_t power_max = powers_of_ten.size() - 1;

constexpr int mantissa_bits = std::numeric_limits<double>::digits;
constexpr int exponent_min = std::numeric_limits<double>::min_exponent - mantissa_bits;  // of the last bit

// Ten to the powers beyond which a number is infinite, or zero, whatever its digits are.
constexpr std::int64_t power_infinite = 310;
constexpr std::int64_t power_zero = -326;
// No number halfway between two doubles has as many digits; more cannot change which double is nearest.
constexpr std::size_t digits_max = 800;
// Up to here digits and powers of ten, and their double, fit 64 bits.
constexpr std::size_t short_digits_max = 18;

std::size_t bit_width(std::uint64_t value) { return static_cast<std::size_t>(std::bit_width(value)); }
std::size_t bit_width(const Natural& value) { return value.bit_width(); }
void shift_left(std::uint64_t& value, std::size_t bits) { value <<= bits; }
void shift_left(Natural& value, std::size_t bits) { value.shift_left(bits); }
void subtract(std::uint64_t& value, std::uint64_t other) { value -= other; }
void subtract(Natural& value, const Natural& other) { value.subtract(other); }
bool is_zero(std::uint64_t value) { return value == 0; }
bool is_zero(const Natural& value) { return value.is_zero(); }

// The double nearest to quotient · 2^exponent, which has 64 bits; the last one stands for all that follow it too.
double nearest(std::uint64_t quotient, int exponent) {
  const int dropped = std::max(64 - mantissa_bits, exponent_min - exponent);
  if (dropped > 64) return 0;
  const std::uint64_t kept = dropped == 64 ? 0 : quotient >> dropped;
  const std::uint64_t half = std::uint64_t{1} << (dropped - 1);
  const std::uint64_t rest = dropped == 64 ? quotient : quotient & (2 * half - 1);
  const bool up = rest > half || (rest == half && (kept & 1) != 0);
  return std::ldexp(static_cast<double>(kept + (up ? 1 : 0)), exponent + dropped);
}

// The double nearest to numerator / denominator, by long division.
template <typename Number>
double nearest_quotient(Number numerator, Number denominator) {
  const auto width = static_cast<int>(bit_width(numerator)) - static_cast<int>(bit_width(denominator));
  if (width < 0) shift_left(numerator, static_cast<std::size_t>(-width));
  if (width > 0) shift_left(denominator, static_cast<std::size_t>(width));
  int exponent = width - 63;
  if (numerator < denominator) {
    shift_left(numerator, 1);
    --exponent;
  }
  std::uint64_t quotient = 0;
  for (int bit = 0; bit < 64; ++bit) {
    quotient <<= 1;
    if (numerator >= denominator) {
      subtract(numerator, denominator);
      quotient |= 1;
    }
    shift_left(numerator, 1);
  }
  return nearest(is_zero(numerator) ? quotient : quotient | 1, exponent);
}

// A number as its digits, and the power of ten that they are multiplied by. The digits begin with no zero.
struct Scaled {
  std::string digits;
  std::int64_t power = 0;
};

Scaled scaled_from(std::string_view text) {
  Scaled number;
  bool fraction = false;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      fraction = true;
      continue;
    }
    const bool kept = number.digits.size() < digits_max;
    number.power += (kept ? 0 : 1) - (fraction ? 1 : 0);
    if (kept && !(number.digits.empty() && text[at] == '0')) number.digits += text[at];
    // One digit for all that are left out says that there are some.
    if (!kept && text[at] != '0') number.digits.back() = static_cast<char>(number.digits.back() | 1);
  }
  if (at == text.size()) return number;
  const bool negative = text[++at] == '-';
  if (text[at] == '-' || text[at] == '+') ++at;
  constexpr std::int64_t enough = 1'000'000'000'000;
  std::int64_t exponent = 0;
  for (; at < text.size(); ++at) exponent = std::min(exponent * 10 + (text[at] - '0'), enough);
  number.power += negative ? -exponent : exponent;
  return number;
}

double magnitude_of(const Scaled& number) {
  const auto size = static_cast<std::int64_t>(number.digits.size());
  if (size == 0 || number.power + size < power_zero) return 0;
  if (number.power + size > power_infinite) return std::numeric_limits<double>::infinity();
  const auto up = static_cast<std::size_t>(std::max<std::int64_t>(number.power, 0));
  const auto down = static_cast<std::size_t>(std::max<std::int64_t>(-number.power, 0));
  if (number.digits.size() <= short_digits_max) {
    std::uint64_t whole = 0;
    for (const char digit : number.digits) whole = whole * 10 + static_cast<std::uint64_t>(digit - '0');
    if (whole <= whole_max && up <= power_max && down <= power_max)
      return static_cast<double>(whole) * powers_of_ten[up] / powers_of_ten[down];
    if (up == 0 && down <= short_digits_max)
      return nearest_quotient<std::uint64_t>(whole, static_cast<std::uint64_t>(powers_of_ten[down]));
  }
  Natural numerator(0);
  for (const char digit : number.digits) numerator.multiply_add(10, static_cast<std::uint32_t>(digit - '0'));
  Natural denominator(1);
  numerator.multiply_by_power_of_ten(up);
  denominator.multiply_by_power_of_ten(down);
  return nearest_quotient(numerator, denominator);
}

// A double between its neighbours, as whole numbers of one unknown unit: digits are taken from `rest` until what is left is
// nearer to it than to them (Burger and Dybvig, Printing Floating-Point Numbers Quickly and Accurately, 1996).
class Shortest {
 public:
  explicit Shortest(double magnitude) {
    int exponent = 0;
    const double fraction = std::frexp(magnitude, &exponent);
    auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, mantissa_bits));
    // A power of two is greater than its estimate by less than the one that place() adds.
    decimal_.point = static_cast<int>(std::ceil((exponent - 1) * 0.30102999566398114 - 1e-10));
    exponent -= mantissa_bits;
    if (exponent < exponent_min) mantissa >>= exponent_min - exponent;
    exponent = std::max(exponent, exponent_min);
    even_ = mantissa % 2 == 0;
    // Below a power of two the doubles are twice as dense.
    const bool dense = mantissa == std::uint64_t{1} << (mantissa_bits - 1) && exponent > exponent_min;
    const auto up = static_cast<std::size_t>(std::max(exponent, 0));
    const std::size_t halves = dense ? 2 : 1;
    rest_ = Natural(mantissa);
    rest_.shift_left(up + halves);
    one_.shift_left(static_cast<std::size_t>(std::max(-exponent, 0)) + halves);
    above_.shift_left(up + halves - 1);
    below_.shift_left(up);
  }

  Decimal digits() {
    place();
    while (true) {
      char digit = '0';
      for (; rest_ >= one_; ++digit) rest_.subtract(one_);
      const bool low = within(rest_, below_);
      const bool high = reaches_next();
      if (low || high) {
        Natural twice = rest_;
        twice.shift_left(1);
        const auto half = twice <=> one_;
        const bool nearer = half > 0 || (half == 0 && digit % 2 != 0);  // of two that are equally near, the even digit
        if (high && (!low || nearer)) ++digit;
        decimal_.digits += digit;
        return decimal_;
      }
      decimal_.digits += digit;
      next_place();
    }
  }

 private:
  // Neighbours read a number halfway to them as this double only where its last bit is 0.
  [[nodiscard]] bool within(const Natural& distance, const Natural& bound) const {
    return even_ ? distance <= bound : distance < bound;
  }

  [[nodiscard]] bool reaches_next() const {
    Natural sum = rest_;
    sum.add(above_);
    return within(one_, sum);
  }

  void place() {
    const auto power = static_cast<std::size_t>(std::abs(decimal_.point));
    if (decimal_.point > 0) one_.multiply_by_power_of_ten(power);
    if (decimal_.point < 0) scale(power);
    if (reaches_next()) {
      ++decimal_.point;
    } else {
      next_place();
    }
  }

  void next_place() { scale(1); }

  void scale(std::size_t power) {
    for (Natural* number : {&rest_, &above_, &below_}) number->multiply_by_power_of_ten(power);
  }

  Decimal decimal_;
  bool even_ = false;
  Natural rest_{0};
  Natural one_{1};
  Natural above_{1};  // half of the distance to the next double
  Natural below_{1};
};

Decimal whole_decimal(std::uint64_t digits, int power) {
  Decimal decimal{std::to_string(digits)};
  decimal.point = static_cast<int>(decimal.digits.size()) - power;
  decimal.digits.resize(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

}  // namespace

double real_from_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const double magnitude = magnitude_of(scaled_from(text));
  return negative ? -magnitude : magnitude;
}

Decimal shortest_decimal(double magnitude) {
  // Numbers that people write have few digits: a quotient of two that doubles hold exactly is what reading them gives.
  int power = 0;
  for (const double scale : powers_of_ten) {
    const double digits = std::round(magnitude * scale);
    if (digits > static_cast<double>(whole_max)) break;
    if (digits / scale == magnitude) return whole_decimal(static_cast<std::uint64_t>(digits), power);
    ++power;
  }
  return Shortest(magnitude).digits();
}

}  // namespace tablattice
