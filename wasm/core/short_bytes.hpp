// A few bytes that stand where they are kept, and have memory of their own only where they are many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tablattice {

class ShortBytes {
 public:
  static constexpr std::size_t kept_max = 24;

  ShortBytes() = default;
  ShortBytes(const ShortBytes&) = delete;
  ShortBytes& operator=(const ShortBytes&) = delete;
  ~ShortBytes() { release(); }

  [[nodiscard]] std::string_view view() const { return {outside() ? place_.outside : place_.kept, size_}; }
  // They may not be a part of those that are there.
  void assign(std::string_view bytes) {
    release();
    size_ = static_cast<std::uint32_t>(bytes.size());
    if (outside()) place_.outside = new char[size_];
    if (size_ > 0) std::memcpy(outside() ? place_.outside : place_.kept, bytes.data(), size_);
  }

 private:
  union Place {
    char kept[kept_max];
    char* outside;
  };

  [[nodiscard]] bool outside() const { return size_ > kept_max; }
  void release() {
    if (outside()) delete[] place_.outside;
  }

  std::uint32_t size_ = 0;
  Place place_{};
};

}  // namespace tablattice
