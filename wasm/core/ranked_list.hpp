// A sorted list that knows the rank of each element: what a view's order needs, at 100,000 rows too.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace tablattice {

// Elements are cheap to copy (pointers) and no two are equal under `Less`, a strict total order. An element's place
// must not change while it is in the list: erase it, change what it points to, insert it again.
//
// The elements lie in chunks of bounded size, so that an insertion moves a few hundred pointers instead of all of them.
template <typename Element, typename Less>
class RankedList {
 public:
  static constexpr std::size_t chunk_size_max = 512;

  explicit RankedList(Less less = {}) : less_(std::move(less)) {}

  [[nodiscard]] std::size_t size() const { return size_; }

  // How many elements come before `element`, which need not be in the list.
  [[nodiscard]] std::size_t rank(const Element& element) const {
    const std::size_t chunk = chunk_for(element);
    return chunk == chunks_.size() ? size_ : elements_before(chunk) + place_in(chunks_[chunk], element);
  }

  // Returns the element's rank.
  std::size_t insert(const Element& element) {
    ++size_;
    if (chunks_.empty()) {
      chunks_.push_back({element});
      return 0;
    }
    const std::size_t index = std::min(chunk_for(element), chunks_.size() - 1);
    const std::size_t place = place_in(chunks_[index], element);
    const std::size_t rank = elements_before(index) + place;
    chunks_[index].insert(chunks_[index].begin() + static_cast<std::ptrdiff_t>(place), element);
    if (chunks_[index].size() > chunk_size_max) split(index);
    return rank;
  }

  // Returns the rank that the element had. It must be in the list.
  std::size_t erase(const Element& element) {
    const std::size_t index = chunk_for(element);
    const std::size_t place = place_in(chunks_[index], element);
    const std::size_t rank = elements_before(index) + place;
    chunks_[index].erase(chunks_[index].begin() + static_cast<std::ptrdiff_t>(place));
    --size_;
    shrink(index);
    return rank;
  }

  // Calls `visit` with the elements of ranks [begin, end), in order.
  template <typename Visit>
  void for_each(std::size_t begin, std::size_t end, Visit visit) const {
    std::size_t first = 0;
    for (const Chunk& chunk : chunks_) {
      if (first >= end) return;
      const std::size_t last = std::min(end, first + chunk.size());
      for (std::size_t rank = std::max(begin, first); rank < last; ++rank) visit(chunk[rank - first]);
      first += chunk.size();
    }
  }

 private:
  using Chunk = std::vector<Element>;

  // The first chunk whose last element is not before `element`.
  [[nodiscard]] std::size_t chunk_for(const Element& element) const {
    const auto ends_before = [this](const Chunk& chunk, const Element& sought) { return less_(chunk.back(), sought); };
    const auto found = std::lower_bound(chunks_.begin(), chunks_.end(), element, ends_before);
    return static_cast<std::size_t>(found - chunks_.begin());
  }

  [[nodiscard]] std::size_t place_in(const Chunk& chunk, const Element& element) const {
    return static_cast<std::size_t>(std::lower_bound(chunk.begin(), chunk.end(), element, less_) - chunk.begin());
  }

  [[nodiscard]] std::size_t elements_before(std::size_t index) const {
    std::size_t count = 0;
    for (std::size_t before = 0; before < index; ++before) count += chunks_[before].size();
    return count;
  }

  void split(std::size_t index) {
    const auto middle = static_cast<std::ptrdiff_t>(chunks_[index].size() / 2);
    Chunk upper(chunks_[index].begin() + middle, chunks_[index].end());
    chunks_[index].erase(chunks_[index].begin() + middle, chunks_[index].end());
    chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(index) + 1, std::move(upper));
  }

  // Joins a chunk that has become small with its successor: many nearly empty chunks would make ranks slow.
  void shrink(std::size_t index) {
    const auto at = chunks_.begin() + static_cast<std::ptrdiff_t>(index);
    if (at->empty()) {
      chunks_.erase(at);
    } else if (at + 1 != chunks_.end() && at->size() + (at + 1)->size() <= chunk_size_max / 2) {
      at->insert(at->end(), (at + 1)->begin(), (at + 1)->end());
      chunks_.erase(at + 1);
    }
  }

  Less less_;
  std::vector<Chunk> chunks_;  // none is empty
  std::size_t size_ = 0;
};

}  // namespace tablattice
