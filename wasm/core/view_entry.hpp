// One row in one index of a view.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/aggregate.hpp"
#include "core/boxed.hpp"
#include "core/ranked_list.hpp"
#include "core/sort_place.hpp"
#include "core/text_compare.hpp"

namespace tablattice {

class ViewIndex;

// There is one for each row of each index, so it takes as little memory as can be.
class ViewEntry {
 public:
  // `key` outlives it, but for one that has left its index.
  ViewEntry(ViewIndex& index, const std::string& key)
      : index_(index), key_(key), key_at_hand_(is_plain_key(key) ? 1 : 0) {}

  [[nodiscard]] ViewIndex& index() const { return index_; }
  // The row's canonical key text.
  [[nodiscard]] const std::string& key() const { return key_; }
  // What it is ordered by. Where the key is not at hand, `bytes` end with what append_key_order() makes of it.
  [[nodiscard]] bool key_at_hand() const { return key_at_hand_ != 0; }
  [[nodiscard]] std::string_view bytes() const { return {bytes_.get(), size_}; }
  [[nodiscard]] SortPlace place() const { return {bytes(), key_at_hand() ? &key_ : nullptr}; }
  void set_bytes(std::string_view bytes) {
    if (bytes.size() != size_) bytes_.reset(new char[bytes.size()]);
    size_ = static_cast<std::uint32_t>(bytes.size());
    if (size_ > 0) std::memcpy(bytes_.get(), bytes.data(), size_);
  }

  RankedChunk<ViewEntry>* chunk = nullptr;         // null: it has left, or is not there yet
  std::unique_ptr<ViewEntry> next;                 // HeldRows'
  std::uint32_t key_hash = 0;                      // HeldRows'
  std::uint32_t met = 0;                           // as which a call of ViewIndex::kept_since() met it, if it did
  Boxed<std::vector<Contribution>> contributions;  // one for each aggregate of the index; none where it has none

 private:
  ViewIndex& index_;
  const std::string& key_;
  std::unique_ptr<char[]> bytes_;
  std::uint32_t size_ : 31 = 0;
  std::uint32_t key_at_hand_ : 1;
};

}  // namespace tablattice
