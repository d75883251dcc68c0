// Many values that are compared as one: cheaper to make than a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tablattice {

struct Signature {
  std::vector<std::uint64_t> numbers;  // and the sizes of texts
  std::string texts;

  void clear() {
    numbers.clear();
    texts.clear();
  }
  void add(std::uint64_t number) { numbers.push_back(number); }
  void add(std::string_view text) {
    add(text.size());
    texts += text;
  }
  friend bool operator==(const Signature& left, const Signature& right) = default;
};

}  // namespace tablattice
