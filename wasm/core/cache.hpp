// The confirmed rows of collections with `persist: true`, kept by the leader in the host's cache (IndexedDB), so that a first
// tab shows rows before the network answers. It is only a cache: what cannot be read is dropped, and a read confirms it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/event.hpp"
#include "core/session.hpp"

namespace tablattice {

// Between two writes of the cache.
inline constexpr std::int64_t cache_interval_ms = 2'000;
// How long the first read waits for what the cache holds.
inline constexpr std::int64_t recall_ms_max = 500;

// One record for each bucket of rows, `<collection>/<bucket>`: [[stamp, row], …]. One that speaks for them,
// `<collection>/meta`: {"p", "hash", "cursor"?, "fetchedAt"}; it counts only where the rows amount to its hash.
class Cache {
 public:
  explicit Cache(Session& session);

  // As of when this tab has a collection; whether it misses nothing of it.
  std::function<Holding(const Collection&)> holding;
  std::function<bool(const Collection&)> is_complete;
  // The cached rows of that collection were joined; `holding` says as of when.
  std::function<void(const std::string& collection, const Holding& holding)> on_recalled;

  // Asks the host for what is cached, where a collection is.
  void start();
  // The host's answer. It is used where nobody else has the collection, else it is let go.
  void recalled(const Json& entries);
  // The host could not write; nothing more is cached.
  void failed() { broken_ = true; }
  // This tab leads from now on, or no more: whoever led before has written something else.
  void lead() { written_.clear(); }

  // Joins what was recalled once it is known whether others have more, and writes what changed. `now`: this is the last chance.
  void pump(bool now);
  [[nodiscard]] std::optional<std::int64_t> due_at() const;

 private:
  struct Written {
    Buckets buckets{};
    std::uint64_t hash = 0;
    Json cursor;
  };

  [[nodiscard]] bool changed(const Collection& collection) const;
  void join_recalled();
  bool join(Collection& collection);
  void drop(const std::string& collection);
  void write(const Collection& collection);

  Session& session_;
  bool used_ = false;  // some collection is cached
  bool broken_ = false;
  std::map<std::string, std::string> recalled_;  // texts by key, until they are joined or let go
  std::map<std::string, Written> written_;
  std::int64_t due_ms_ = 0;
};

}  // namespace tablattice
