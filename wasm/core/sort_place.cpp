#include "core/sort_place.hpp"

#include <array>
#include <cstring>

#include "core/sort_key.hpp"

namespace tablattice {

void append_key_order(const std::string& key, std::string& bytes) {
  if (is_plain_key(key)) return append_plain_text_key(plain_key(key), bytes);
  append_sort_key(key_json(key), false, bytes);
  if (!key.starts_with('"')) bytes += key;
}

bool SortPlace::rest_before(const SortPlace& left, const SortPlace& right, std::size_t common) {
  const auto rest = [common](const SortPlace& place) {
    std::string bytes(place.bytes.substr(common));
    if (place.key != nullptr) append_key_order(*place.key, bytes);
    return bytes;
  };
  return text_before(rest(left), rest(right));
}

SortHead::SortHead(const SortPlace& place) {
  constexpr std::size_t word = sizeof(std::uint64_t);
  std::array<char, 2 * word> head{};
  std::string_view bytes = place.bytes;
  std::string whole;
  if (bytes.size() < head.size() && place.key != nullptr) {
    whole = bytes;
    append_key_order(*place.key, whole);
    bytes = whole;
  }
  if (!bytes.empty()) std::memcpy(head.data(), bytes.data(), std::min(bytes.size(), head.size()));
  first_ = ordered_word(head.data());
  second_ = ordered_word(head.data() + word);
}

}  // namespace tablattice
