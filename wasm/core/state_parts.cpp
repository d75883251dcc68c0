#include "core/state_parts.hpp"

#include <algorithm>

namespace tablattice {
namespace {

std::size_t bytes_of(const RowRecord& record) {
  std::size_t bytes = record.key.size();
  for (const RowFact& fact : record.state.facts()) bytes += fact.text.size();
  return bytes;
}

RowRecord record_of(const std::string& key, const RowState& state, const StateParts::ToEvent& to_event) {
  RowRecord record;
  record.key = key;
  record.state = state;
  for (const Mutation& mutation : state.mutations()) record.mutations.push_back(to_event(mutation));
  return record;
}

template <typename Items>
auto take_last(Items& items) {
  auto last = std::move(items.back());
  items.pop_back();
  return last;
}

}  // namespace

StateParts::StateParts(const Session& session, StateEvent head, std::map<std::string, Holding> mine,
                       const std::map<std::string, Holding>& theirs)
    : head_(std::move(head)) {
  static const Holding nothing;
  for (const auto& [name, collection] : session.collections) {
    const auto known = theirs.find(name);
    const Buckets& known_buckets = (known == theirs.end() ? nothing : known->second).buckets;
    Source source;
    source.collection = &collection;
    source.aliases = collection.aliases().pairs();
    source.unsettled = collection.unsettled_keys();
    source.keys.assign(source.unsettled.rbegin(), source.unsettled.rend());
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket)
      source.differs[bucket] = mine.at(name).buckets[bucket] != known_buckets[bucket];
    std::reverse(source.aliases.begin(), source.aliases.end());
    sources_.push_back(std::move(source));
  }
  std::reverse(sources_.begin(), sources_.end());
  end_.marks = session.marks();
  end_.settled = session.settled;
  end_.collections = std::move(mine);
}

std::vector<StateEvent> StateParts::next(std::size_t bytes, const ToEvent& to_event) {
  std::vector<StateEvent> parts;
  Room room{bytes};
  for (bool whole = true; !sources_.empty() && whole;) {
    StateEvent part = head_;
    part.collection = sources_.back().collection->options().name;
    whole = fill(sources_.back(), room, part, to_event);
    if (!part.rows.empty() || !part.aliases.empty()) parts.push_back(std::move(part));
    if (whole) sources_.pop_back();
  }
  end_.parts += parts.size();
  if (!sources_.empty()) return parts;
  StateEvent last = head_;
  ++end_.parts;
  last.end = std::move(end_);
  parts.push_back(std::move(last));
  done_ = true;
  return parts;
}

// Puts the source's next rows into the part. Whether all of them are told.
bool StateParts::fill(Source& source, Room& room, StateEvent& part, const ToEvent& to_event) {
  for (; !source.aliases.empty() && room.aliases > 0; --room.aliases) part.aliases.push_back(take_last(source.aliases));
  if (!source.aliases.empty()) return false;
  while (!source.keys.empty() || fill_keys(source)) {
    if (room.rows == 0 || room.bytes == 0) return false;
    const std::string key = take_last(source.keys);
    const RowState* state = source.collection->state(key);
    if (state == nullptr) continue;  // forgotten meanwhile
    part.rows.push_back(record_of(key, *state, to_event));
    room.bytes -= std::min(room.bytes, bytes_of(part.rows.back()));
    --room.rows;
  }
  return true;
}

// The keys of the next bucket that differs, without those that were told before. False where there is none.
bool StateParts::fill_keys(Source& source) {
  while (source.keys.empty() && source.bucket < bucket_count) {
    if (source.differs[source.bucket]) source.keys = source.collection->keys_in(source.bucket);
    std::erase_if(source.keys, [&](const std::string& key) { return source.unsettled.contains(key); });
    std::reverse(source.keys.begin(), source.keys.end());
    ++source.bucket;
  }
  return !source.keys.empty();
}

}  // namespace tablattice
