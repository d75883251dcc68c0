// Many values that are compared as one: cheaper to make than a text.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/hash.hpp"

namespace tablattice {

// 64 bits over the values in their order. Each step is a bijection, so two that differ in one number never agree.
class Signature {
 public:
  void add(std::uint64_t number) {
    constexpr std::uint64_t factor = 0xc6a4a7935bd1e995ULL;
    hash_ = (hash_ ^ number) * factor;
    hash_ ^= hash_ >> 32U;
  }
  void add(std::string_view text) { add(long_text_hash(text, text.size())); }
  friend bool operator==(const Signature& left, const Signature& right) = default;

 private:
  std::uint64_t hash_ = 0;
};

}  // namespace tablattice
