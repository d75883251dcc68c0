// Many values as one string of bytes, which differs where one of them does: cheaper to make than a text.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tablattice {

struct Signature {
  std::string bytes;

  void add(std::uint64_t number) {
    std::array<char, sizeof(number)> raw{};
    std::memcpy(raw.data(), &number, sizeof(number));
    bytes.append(raw.data(), raw.size());
  }
  void add(std::string_view text) {
    add(text.size());
    bytes.append(text);
  }
};

}  // namespace tablattice
