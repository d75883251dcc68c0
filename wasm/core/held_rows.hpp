// The entries that each row has in indexes of views, found by the row's key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text_compare.hpp"
#include "core/view_entry.hpp"

namespace tablattice {

// A hash table whose chains lead through the entries themselves. It owns them.
class HeldRows {
 public:
  void add(std::unique_ptr<ViewEntry> entry);
  // Calls stays(entry) for each entry of that row; those of which it is false go to left(std::unique_ptr<ViewEntry>).
  template <typename Stays, typename Left>
  void follow(std::string_view key, Stays stays, Left left) {
    if (buckets_.empty()) return;
    const std::uint32_t hash = hash_of(key);
    for (Link* link = &bucket(hash); *link != nullptr;) {
      ViewEntry& entry = **link;
      if (entry.key_hash != hash || !same_text(entry.key(), key) || stays(entry)) {
        link = &entry.next;
      } else {
        left(unlink(*link));
      }
    }
  }
  void erase(const ViewEntry& entry);

 private:
  using Link = std::unique_ptr<ViewEntry>;

  static std::uint32_t hash_of(std::string_view key) {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key));
  }
  Link& bucket(std::uint32_t hash) { return buckets_[hash & (buckets_.size() - 1)]; }
  Link unlink(Link& link);
  void push(Link entry);
  void grow();

  std::vector<Link> buckets_;  // none, or a power of two of them
  std::size_t size_ = 0;
};

}  // namespace tablattice
