// Numbers as hexadecimal digits, as messages tell them.
#pragma once

#include <cstdint>
#include <string>

namespace tablattice {

inline void append_hex(std::string& text, std::uint64_t number, unsigned digits) {
  while (digits-- > 0) text += "0123456789abcdef"[number >> (4 * digits) & 0xFU];
}

inline std::string hash_text(std::uint64_t hash) {
  std::string text;
  append_hex(text, hash, 16);
  return text;
}

}  // namespace tablattice
