// Where a row stands in an order of fields, ties by the row's key.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/text_compare.hpp"

namespace tablattice {

// The canonical text of a key that stands for itself: what it says has no escapes.
inline bool is_plain_key(std::string_view key) {
  return key.starts_with('"') && key.find('\\') == std::string_view::npos;
}

// What a plain one says.
inline std::string_view plain_key(const std::string& key) { return {key.data() + 1, key.size() - 2}; }

// Appends the bytes that order keys. Keys that are equal as values (1 and 1.0) are told apart by their text.
void append_key_order(const std::string& key, std::string& bytes);

// The sort keys of the fields, one after the other, then what append_key_order() makes of the row's key. It owns nothing.
struct SortPlace {
  std::string_view bytes;
  const std::string* key = nullptr;  // a plain one, in place of the bytes that it would have

  friend bool operator<(const SortPlace& left, const SortPlace& right) {
    const std::size_t common = std::min(left.bytes.size(), right.bytes.size());
    const int order = text_order({left.bytes.data(), common}, {right.bytes.data(), common});
    if (order != 0) return order < 0;
    if (left.key != nullptr && right.key != nullptr) return text_before(plain_key(*left.key), plain_key(*right.key));
    return rest_before(left, right, common);
  }

 private:
  // No field's bytes are the beginning of another's, so behind common bytes the keys are left.
  static bool rest_before(const SortPlace& left, const SortPlace& right, std::size_t common);
};

// The first bytes of a place. Places whose heads differ are ordered as these are.
class SortHead {
 public:
  SortHead(const SortPlace& place);

  [[nodiscard]] bool same(const SortHead& other) const { return first_ == other.first_ && second_ == other.second_; }
  [[nodiscard]] bool before(const SortHead& other) const {
    return first_ != other.first_ ? first_ < other.first_ : second_ < other.second_;
  }

 private:
  std::uint64_t first_;
  std::uint64_t second_;
};

}  // namespace tablattice
