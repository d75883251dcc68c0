#include "core/held_rows.hpp"

namespace tablattice {

void HeldRows::add(Link entry) {
  if (size_ == buckets_.size()) grow();
  ++size_;
  entry->key_hash = hash_of(entry->key());
  push(std::move(entry));
}

void HeldRows::erase(const ViewEntry& entry) {
  Link* link = &bucket(entry.key_hash);
  while (link->get() != &entry) link = &(*link)->next;
  unlink(*link);
}

HeldRows::Link HeldRows::unlink(Link& link) {
  --size_;
  Link entry = std::move(link);
  link = std::move(entry->next);
  return entry;
}

void HeldRows::push(Link entry) {
  Link& first = bucket(entry->key_hash);
  entry->next = std::move(first);
  first = std::move(entry);
}

void HeldRows::grow() {
  constexpr std::size_t size_first = 16;
  std::vector<Link> chains = std::exchange(buckets_, {});
  buckets_.resize(chains.empty() ? size_first : chains.size() * 2);
  for (Link& chain : chains) {
    while (chain != nullptr) {
      Link entry = std::move(chain);
      chain = std::move(entry->next);
      push(std::move(entry));
    }
  }
}

}  // namespace tablattice
