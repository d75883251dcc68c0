// JSON text that is written piece by piece into one string.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>

namespace tablattice {

// Begins an item of the list or object that the text ends within: a comma, unless it is the first one.
inline void begin_item(std::string& text) {
  if (text.back() != '[' && text.back() != '{') text += ',';
}

inline void append_count(std::uint64_t count, std::string& text) {
  std::array<char, 20> digits;  // 2^64 has as many
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), count).ptr;
  text.append(digits.data(), end);
}

}  // namespace tablattice
