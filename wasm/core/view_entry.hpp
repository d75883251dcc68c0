// One row in one index of a view.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/aggregate.hpp"
#include "core/boxed.hpp"
#include "core/ranked_list.hpp"
#include "core/short_bytes.hpp"
#include "core/sort_place.hpp"

namespace tablattice {

class ViewIndex;

// There is one for each row of each index, so it takes as little memory as can be.
class ViewEntry {
 public:
  // `key` outlives it, but for one that has left its index.
  ViewEntry(ViewIndex& index, const std::string& key)
      : met(0), key_at_hand_(is_plain_key(key) ? 1 : 0), index_(index), key_(key) {}

  [[nodiscard]] ViewIndex& index() const { return index_; }
  // The row's canonical key text.
  [[nodiscard]] const std::string& key() const { return key_; }
  // What it is ordered by. Where the key is not at hand, `bytes` end with what append_key_order() makes of it.
  [[nodiscard]] bool key_at_hand() const { return key_at_hand_ != 0; }
  [[nodiscard]] std::string_view bytes() const { return bytes_.view(); }
  [[nodiscard]] SortPlace place() const { return {bytes(), key_at_hand() ? &key_ : nullptr}; }
  void set_bytes(std::string_view bytes) { bytes_.assign(bytes); }

  RankedChunk<ViewEntry>* chunk = nullptr;         // null: it has left, or is not there yet
  std::unique_ptr<ViewEntry> next;                 // HeldRows'
  Boxed<std::vector<Contribution>> contributions;  // one for each aggregate of the index; none where it has none
  std::uint32_t key_hash = 0;                      // HeldRows'
  std::uint32_t met : 31;                          // as which a call of ViewIndex::kept_since() met it, if it did

 private:
  std::uint32_t key_at_hand_ : 1;
  ViewIndex& index_;
  const std::string& key_;
  ShortBytes bytes_;
};

}  // namespace tablattice
