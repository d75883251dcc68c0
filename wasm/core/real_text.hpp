// Doubles as decimal digits and back, exactly, without the 20 kB that the C library's conversions weigh.
#pragma once

#include <string>
#include <string_view>

namespace tablattice {

// The double nearest to a JSON number (RFC 8259, section 6; of two that are equally near the even one), infinite where that is
// beyond the doubles. `text` is known to be one.
double real_from_text(std::string_view text);

// The fewest digits, without a point, that are read as the same double (of several, those nearest to it), and the place of
// the point in them. They neither begin nor end with a zero.
struct Decimal {
  std::string digits;
  int point = 0;  // 0.digits times ten to the power of this
};

// `magnitude` is finite and greater than 0.
Decimal shortest_decimal(double magnitude);

}  // namespace tablattice
