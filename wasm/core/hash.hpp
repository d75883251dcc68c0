// An order-free hash of rows: what two tabs compare to see whether they show the same.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tablattice {

// FNV-1a, 64 bits (Fowler, Noll, Vo).
constexpr std::uint64_t text_hash(std::string_view text, std::uint64_t start = 14695981039346656037ULL) {
  std::uint64_t hash = start;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  return hash;
}

// MurmurHash64A (Austin Appleby, public domain): eight bytes at a step, as this machine orders them. FNV takes a step for each.
inline std::uint64_t long_text_hash(std::string_view text, std::uint64_t seed) {
  constexpr std::uint64_t factor = 0xc6a4a7935bd1e995ULL;
  constexpr unsigned shift = 47;
  std::uint64_t hash = seed ^ (text.size() * factor);
  std::uint64_t word = 0;
  for (; text.size() >= sizeof(word); text.remove_prefix(sizeof(word))) {
    std::memcpy(&word, text.data(), sizeof(word));
    word *= factor;
    word ^= word >> shift;
    hash = (hash ^ (word * factor)) * factor;
  }
  if (!text.empty()) {
    word = 0;
    std::memcpy(&word, text.data(), text.size());
    hash = (hash ^ word) * factor;
  }
  hash = (hash ^ (hash >> shift)) * factor;
  return hash ^ (hash >> shift);
}

// Of one live row; its text holds its version. Rows' hashes are summed, so that their order does not matter.
inline std::uint64_t row_hash(std::string_view key, std::string_view text) {
  return long_text_hash(text, text_hash(key));
}

// A collection's rows fall by their keys into this many buckets; tabs that differ send each other only the buckets that
// do.
inline constexpr std::size_t bucket_count = 256;
using Buckets = std::array<std::uint64_t, bucket_count>;

// The high bits: FNV's low ones mix worst.
constexpr std::size_t bucket_of(std::string_view key) { return text_hash(key) >> 56U; }

}  // namespace tablattice
