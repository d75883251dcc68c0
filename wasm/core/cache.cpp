#include "core/cache.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "core/message.hpp"

namespace tablattice {
namespace {

std::string bucket_key(const std::string& collection, std::size_t bucket) {
  return collection + "/" + std::to_string(bucket);
}

std::string meta_key(const std::string& collection) { return collection + "/meta"; }

struct CachedRow {
  RowText row;
  Stamp stamp;
};

// Adds the rows of one record; false where it is not one.
bool read_rows(const Collection& collection, const std::string& text, std::vector<CachedRow>& rows) {
  const Result<Json> json = parse_json(text, "cache");
  if (!json.ok() || !json.value.is_array()) return false;
  for (const Json& pair : json.value) {
    if (!pair.is_array() || pair.size() != 2) return false;
    const Result<Stamp> stamp = Stamp::from_json(pair[0], "cache");
    const Result<RowText> row = collection.read_row(pair[1], "cache");
    if (!stamp.ok() || !row.ok()) return false;
    rows.push_back({row.value, stamp.value});
  }
  return true;
}

}  // namespace

Cache::Cache(Session& session) : session_(session) {
  used_ = std::any_of(session.collections.begin(), session.collections.end(),
                      [](const auto& item) { return item.second.options().persist; });
}

void Cache::start() {
  if (!used_ || session_.suspended) return;
  session_.effects.push(json_object("kind", "recall"));
  session_.recalling_until_ms = session_.now_ms + recall_ms_max;
}

void Cache::recalled(const Json& entries) {
  recalled_.clear();
  session_.recalling_until_ms = 0;
  if (!entries.is_array()) return;
  for (const Json& entry : entries) {
    if (!entry.is_object()) continue;
    recalled_[text_member(entry, "key")] = text_member(entry, "text");
  }
}

void Cache::pump(bool now) {
  if (!used_ || session_.forgotten) return;
  if (!recalled_.empty() && (!session_.greeting || session_.leads)) join_recalled();
  if (broken_ || !session_.leads || (!now && due_ms_ > session_.now_ms)) return;
  for (const auto& [name, collection] : session_.collections) {
    if (changed(collection)) write(collection);
  }
}

std::optional<std::int64_t> Cache::due_at() const {
  if (!used_ || broken_ || !session_.leads || due_ms_ <= session_.now_ms) return std::nullopt;
  const bool waits = std::any_of(session_.collections.begin(), session_.collections.end(),
                                 [&](const auto& item) { return changed(item.second); });
  return waits ? std::optional(due_ms_) : std::nullopt;
}

bool Cache::changed(const Collection& collection) const {
  if (!collection.options().persist || collection.complete_at().empty()) return false;
  const auto written = written_.find(collection.options().name);
  return written == written_.end() || written->second.hash != collection.hash() ||
         written->second.cursor != collection.cursor();
}

// Where another tab leads it knows more, and tells it. Rows that are known already may be older than what the cache does not
// hold any more; and what was gone when the mark of a feed was heard the feed does not tell again.
void Cache::join_recalled() {
  for (auto& [name, collection] : session_.collections) {
    if (!collection.options().persist || !session_.reads || !recalled_.contains(meta_key(name))) continue;
    const bool known = collection.hash() != 0 || !collection.cursor().is_null();
    if (is_complete(collection) || known || join(collection)) continue;
    drop(name);
    session_.effects.report(
        problem("cache_dropped", "The cached rows could not be read; they are fetched again.", name));
  }
  recalled_.clear();
}

bool Cache::join(Collection& collection) {
  const std::string& name = collection.options().name;
  const Result<Json> meta = parse_json(recalled_[meta_key(name)], "cache");
  if (!meta.ok() || !meta.value.is_object() || meta.value.value("p", Json()) != protocol_version) return false;
  std::vector<CachedRow> rows;
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
    const auto text = recalled_.find(bucket_key(name, bucket));
    if (text != recalled_.end() && !read_rows(collection, text->second, rows)) return false;
  }
  std::uint64_t hash = 0;
  for (const CachedRow& cached : rows) hash += row_hash(cached.row.key, cached.row.text);
  if (meta.value.value("hash", Json()) != std::to_string(hash)) return false;
  for (const CachedRow& cached : rows) {
    // A clock that was put back since then: the own one goes on from where it was.
    (void)session_.clock.observe(cached.stamp, std::numeric_limits<std::int64_t>::max());
    collection.join_row(cached.row, cached.stamp, false);
  }
  Holding held;
  held.cursor = meta.value.value("cursor", Json());
  held.fetched_at_ms =
      static_cast<std::int64_t>(whole_number(meta.value.value("fetchedAt", Json()), safe_integer_max).value_or(0));
  on_recalled(name, held);
  return true;
}

void Cache::drop(const std::string& collection) {
  Json entries = Json::array();
  entries.push_back(json_object("key", meta_key(collection), "text", nullptr));
  session_.effects.push(json_object("kind", "cache", "entries", std::move(entries)));
}

void Cache::write(const Collection& collection) {
  const std::string& name = collection.options().name;
  const auto before = written_.find(name);
  std::array<Json, bucket_count> records;
  std::array<bool, bucket_count> dirty{};
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket)
    dirty[bucket] = before == written_.end() || before->second.buckets[bucket] != collection.buckets()[bucket];
  for (const std::string& key : collection.confirmed_keys()) {
    const std::size_t bucket = bucket_of(key);
    if (!dirty[bucket]) continue;
    const RowFact& fact = *collection.confirmed(key);
    records[bucket].push_back({fact.stamp.to_json(), Json::parse(fact.text)});
  }
  Json entries = Json::array();
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
    if (!dirty[bucket]) continue;
    Json text = records[bucket].is_null() ? Json() : Json(dump_json(records[bucket]));
    entries.push_back(json_object("key", bucket_key(name, bucket), "text", std::move(text)));
  }
  const Holding held = holding(collection);
  Json meta =
      json_object("p", protocol_version, "hash", std::to_string(collection.hash()), "fetchedAt", held.fetched_at_ms);
  if (!held.cursor.is_null()) meta["cursor"] = held.cursor;
  entries.push_back(json_object("key", meta_key(name), "text", dump_json(meta)));
  session_.effects.push(json_object("kind", "cache", "entries", std::move(entries)));
  written_[name] = {collection.buckets(), collection.hash(), collection.cursor()};
  due_ms_ = session_.now_ms + cache_interval_ms;
}

}  // namespace tablattice
