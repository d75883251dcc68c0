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

// Whether `left` comes before `right`, byte by byte, as std::string_view orders them.
inline bool text_before(std::string_view left, std::string_view right) {
  const std::size_t common = left.size() < right.size() ? left.size() : right.size();
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= common; at += sizeof(std::uint64_t)) {
    const std::uint64_t one = ordered_word(left.data() + at);
    const std::uint64_t other = ordered_word(right.data() + at);
    if (one != other) return one < other;
  }
  for (; at < common; ++at) {
    if (left[at] != right[at]) return static_cast<unsigned char>(left[at]) < static_cast<unsigned char>(right[at]);
  }
  return left.size() < right.size();
}

inline bool same_text(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= left.size(); at += sizeof(std::uint64_t)) {
    if (std::memcmp(left.data() + at, right.data() + at, sizeof(std::uint64_t)) != 0) return false;
  }
  for (; at < left.size(); ++at) {
    if (left[at] != right[at]) return false;
  }
  return true;
}

}  // namespace tablattice
