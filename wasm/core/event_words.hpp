// The words of the wire that stand for enumerations, in their order.
#pragma once

#include <array>

namespace tablattice {

inline constexpr std::array<const char*, 3> outcome_words = {"acked", "rejected", "unknown"};
inline constexpr std::array<const char*, 5> ask_words = {"activity", "read", "present", "lead", "authorize"};

}  // namespace tablattice
