// Texts compared eight bytes at a step: what the C library of WebAssembly does byte by byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tablattice {

// The eight bytes from there on as one number, in which the first byte weighs most.
inline std::uint64_t ordered_word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return __builtin_bswap64(word);
}

// Below 0, 0 or above 0, byte by byte, as std::string_view orders them.
inline int text_order(std::string_view left, std::string_view right) {
  const std::size_t common = left.size() < right.size() ? left.size() : right.size();
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= common; at += sizeof(std::uint64_t)) {
    const std::uint64_t one = ordered_word(left.data() + at);
    const std::uint64_t other = ordered_word(right.data() + at);
    if (one != other) return one < other ? -1 : 1;
  }
  for (; at < common; ++at) {
    const int difference = static_cast<unsigned char>(left[at]) - static_cast<unsigned char>(right[at]);
    if (difference != 0) return difference;
  }
  return static_cast<int>(left.size() > right.size()) - static_cast<int>(left.size() < right.size());
}

inline bool text_before(std::string_view left, std::string_view right) { return text_order(left, right) < 0; }

inline bool same_text(std::string_view left, std::string_view right) {
  constexpr std::size_t word = sizeof(std::uint64_t);
  const std::size_t size = left.size();
  if (size != right.size()) return false;
  std::size_t at = 0;
  for (; at + word <= size; at += word) {
    if (std::memcmp(left.data() + at, right.data() + at, word) != 0) return false;
  }
  // The last word once more, rather than its last bytes one by one.
  if (size >= word) return std::memcmp(left.data() + size - word, right.data() + size - word, word) == 0;
  for (; at < size; ++at) {
    if (left[at] != right[at]) return false;
  }
  return true;
}

}  // namespace tablattice
