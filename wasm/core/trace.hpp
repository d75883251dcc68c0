// What the inspector shows: each sync event with what became of it, as an `event` effect.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.hpp"
#include "core/session.hpp"

namespace tablattice {

// Looks at the rows that an event speaks of before it is joined, and tells afterwards how they changed. It costs nothing
// while nobody listens.
class Trace {
 public:
  Trace(Session& session, const SyncEvent& event);
  // What is looked at is told by touch().
  explicit Trace(Session& session) : session_(session) {}
  void touch(const std::string& collection, std::string_view key);
  // `event`: what to show; of a long list, only what was news.
  void finish(const SyncEvent& event, const std::string& source, const std::string& verdict);

 private:
  struct Touched {
    std::string collection;
    std::string key;
    std::string before;  // the visible text; empty: not there
  };
  [[nodiscard]] Json changes() const;

  Session& session_;
  std::vector<Touched> touched_;
};

}  // namespace tablattice
