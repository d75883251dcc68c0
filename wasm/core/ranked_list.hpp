// A sorted list that knows the rank of each item: what a view's order needs, at a million rows too.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace tablattice {

template <typename Item>
struct RankedChunk {
  std::vector<Item*> items;
  std::size_t index = 0;  // its place among the chunks
};

// Items are someone else's; each has a member `RankedChunk<Item>* chunk`, which is the list's: null while the item is
// not in it. No two are equal under `Less`, a strict total order. An item's place in the order must not change while it
// is in the list: erase it, change it, insert it again.
//
// The items lie in chunks of bounded size, so that an insertion moves a few hundred pointers instead of all of them.
// How many items come before a chunk is told by a Fenwick tree (P. Fenwick, "A new data structure for cumulative
// frequency tables", 1994), which is built anew where a chunk comes or goes, once in some hundred changes.
template <typename Item, typename Less>
class RankedList {
 public:
  static constexpr std::size_t chunk_size_max = 512;

  [[nodiscard]] std::size_t size() const { return size_; }

  // How many items come before this one, which must be in the list.
  [[nodiscard]] std::size_t rank(const Item& item) const {
    const auto& items = item.chunk->items;
    return items_before(item.chunk->index) +
           static_cast<std::size_t>(std::find(items.begin(), items.end(), &item) - items.begin());
  }

  // How many items are before `sought`: anything that Less compares with an item.
  template <typename Sought>
  [[nodiscard]] std::size_t count_before(const Sought& sought) const {
    const std::size_t index = chunk_for(sought);
    return index == chunks_.size() ? size_ : items_before(index) + place_in(*chunks_[index], sought);
  }

  // Returns the item's rank.
  std::size_t insert(Item& item) { return insert(item, item); }
  // The same where `sought` stands where the item is to stand: what Less compares sooner.
  template <typename Sought>
  std::size_t insert(Item& item, const Sought& sought) {
    const std::size_t index = chunks_.empty() ? 0 : std::min(chunk_for(sought), chunks_.size() - 1);
    if (chunks_.empty()) add_chunk(0);
    Chunk& chunk = *chunks_[index];
    const std::size_t place = place_in(chunk, sought);
    const std::size_t rank = items_before(index) + place;
    chunk.items.insert(chunk.items.begin() + static_cast<std::ptrdiff_t>(place), &item);
    item.chunk = &chunk;
    lasts_[index] = chunk.items.back();
    ++size_;
    count(index, 1);
    if (chunk.items.size() > chunk_size_max) split(index);
    return rank;
  }

  // Returns the rank that the item had. It must be in the list.
  std::size_t erase(Item& item) {
    const std::size_t rank = this->rank(item);
    const std::size_t index = item.chunk->index;
    auto& items = item.chunk->items;
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(rank - items_before(index)));
    item.chunk = nullptr;
    if (!items.empty()) lasts_[index] = items.back();
    --size_;
    count(index, static_cast<std::size_t>(-1));
    shrink(index);
    return rank;
  }

  // Takes in items that stand in order. Costs a pass over the whole list.
  void insert_all(std::vector<Item*> items) {
    const auto before = [this](const Item* one, const Item* other) { return less_(*one, *other); };
    if (size_ > 0) {
      const std::vector<Item*> fresh = std::exchange(items, {});
      std::vector<Item*> known;
      known.reserve(size_);
      for (const auto& chunk : chunks_) known.insert(known.end(), chunk->items.begin(), chunk->items.end());
      chunks_.clear();
      items.reserve(known.size() + fresh.size());
      std::merge(known.begin(), known.end(), fresh.begin(), fresh.end(), std::back_inserter(items), before);
    }
    constexpr std::size_t filled = chunk_size_max / 4 * 3;
    for (std::size_t begin = 0; begin < items.size(); begin += filled) {
      const std::size_t end = std::min(items.size(), begin + filled);
      chunks_.push_back(std::make_unique<Chunk>());
      chunks_.back()->items.reserve(end - begin);
      for (std::size_t at = begin; at < end; ++at) adopt(*chunks_.back(), *items[at]);
    }
    size_ = items.size();
    count_anew();
  }

  // Calls `visit` with the items of ranks [begin, end), in order.
  template <typename Visit>
  void for_each(std::size_t begin, std::size_t end, Visit visit) const {
    end = std::min(end, size_);
    if (begin >= end) return;
    std::size_t index = chunk_at(begin);
    std::size_t place = begin - items_before(index);
    for (std::size_t rank = begin; rank < end; ++rank, ++place) {
      if (place == chunks_[index]->items.size()) {
        ++index;
        place = 0;
      }
      visit(*chunks_[index]->items[place]);
    }
  }

 private:
  using Chunk = RankedChunk<Item>;

  static void adopt(Chunk& chunk, Item& item) {
    chunk.items.push_back(&item);
    item.chunk = &chunk;
  }

  // The first chunk whose last item is not before `sought`.
  template <typename Sought>
  [[nodiscard]] std::size_t chunk_for(const Sought& sought) const {
    return first_not_before(lasts_, sought);
  }

  template <typename Sought>
  [[nodiscard]] std::size_t place_in(const Chunk& chunk, const Sought& sought) const {
    return first_not_before(chunk.items, sought);
  }

  template <typename Sought>
  [[nodiscard]] std::size_t first_not_before(const std::vector<Item*>& items, const Sought& sought) const {
    const auto before = [this](const Item* item, const Sought& value) { return less_(*item, value); };
    const auto found = std::lower_bound(items.begin(), items.end(), sought, before);
    return static_cast<std::size_t>(found - items.begin());
  }

  // The chunk that holds the item of this rank, which must be below the size.
  [[nodiscard]] std::size_t chunk_at(std::size_t rank) const {
    std::size_t index = 0;
    std::size_t step = 1;
    while (step * 2 < counts_.size()) step *= 2;
    for (; step > 0; step /= 2) {
      if (index + step >= counts_.size() || counts_[index + step] > rank) continue;
      index += step;
      rank -= counts_[index];
    }
    return index;
  }

  [[nodiscard]] std::size_t items_before(std::size_t index) const {
    std::size_t total = 0;
    for (; index > 0; index &= index - 1) total += counts_[index];
    return total;
  }

  void count(std::size_t index, std::size_t difference) {
    for (++index; index < counts_.size(); index += index & (0 - index)) counts_[index] += difference;
  }

  void count_anew() {
    counts_.assign(chunks_.size() + 1, 0);
    lasts_.assign(chunks_.size(), nullptr);
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
      chunks_[index]->index = index;
      if (!chunks_[index]->items.empty()) lasts_[index] = chunks_[index]->items.back();
      counts_[index + 1] += chunks_[index]->items.size();
      const std::size_t above = (index + 1) + ((index + 1) & (0 - (index + 1)));
      if (above < counts_.size()) counts_[above] += counts_[index + 1];
    }
  }

  Chunk& add_chunk(std::size_t index) {
    const auto place = chunks_.begin() + static_cast<std::ptrdiff_t>(index);
    Chunk& chunk = **chunks_.insert(place, std::make_unique<Chunk>());
    count_anew();
    return chunk;
  }

  void split(std::size_t index) {
    auto& lower = chunks_[index]->items;
    Chunk& upper = add_chunk(index + 1);
    const auto middle = lower.begin() + static_cast<std::ptrdiff_t>(lower.size() / 2);
    std::for_each(middle, lower.end(), [&upper](Item* item) { adopt(upper, *item); });
    lower.erase(middle, lower.end());
    count_anew();
  }

  // Joins a chunk that has become small with its successor: many nearly empty chunks would make ranks slow.
  void shrink(std::size_t index) {
    auto& items = chunks_[index]->items;
    const bool last = index + 1 == chunks_.size();
    if (!items.empty() && (last || items.size() + chunks_[index + 1]->items.size() > chunk_size_max / 2)) return;
    if (!items.empty()) {
      for (Item* item : chunks_[index + 1]->items) adopt(*chunks_[index], *item);
      ++index;
    }
    chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(index));
    count_anew();
  }

  Less less_;
  std::vector<std::unique_ptr<Chunk>> chunks_;  // none is empty
  std::vector<Item*> lasts_;                    // the last item of each
  std::vector<std::size_t> counts_ = {0};       // the Fenwick tree over the chunks' sizes, from 1 on
  std::size_t size_ = 0;
};

}  // namespace tablattice
