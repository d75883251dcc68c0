// A state on its way to another tab: a part at a time, so that no input takes long however many rows there are.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/event.hpp"
#include "core/session.hpp"

namespace tablattice {

// Rows change while their state is told. What it says as a whole (what is settled, complete, heard and not settled, and
// the buckets) is of the moment when it was begun; its rows are as they stand when they are told, and so hold all of that and
// perhaps more. What came since then each tab hears by itself: to its hearer such a state is one that was long on its way.
//
// Rows with mutations come first, with the aliases: what is not settled is nearly always told as of one moment.
class StateParts {
 public:
  using ToEvent = std::function<MutationEvent(const Mutation&)>;

  // `head`: of each part. `mine`: what this tab has, told in the last part; only buckets that differ from `theirs` are told.
  // `session` outlives it.
  StateParts(const Session& session, StateEvent head, std::map<std::string, Holding> mine,
             const std::map<std::string, Holding>& theirs);

  [[nodiscard]] const StateEvent& head() const { return head_; }
  // The next parts, of about so many bytes of rows together, and of no more rows than an event holds. O(what they hold).
  // `to_event`: a mutation as it is told on.
  [[nodiscard]] std::vector<StateEvent> next(std::size_t bytes, const ToEvent& to_event);
  // The last one was told.
  [[nodiscard]] bool done() const { return done_; }

 private:
  // What is left to tell of one collection.
  struct Source {
    const Collection* collection = nullptr;
    std::vector<std::pair<std::string, std::string>> aliases;  // the next one last, as in all of these
    std::vector<std::string> keys;  // first of the rows that are not settled, then of a bucket
    std::set<std::string> unsettled;
    std::bitset<bucket_count> differs;
    std::size_t bucket = 0;  // the next one
  };
  // What may still be told by one next().
  struct Room {
    std::size_t bytes;
    std::size_t rows = event_rows_max;
    std::size_t aliases = event_rows_max;
  };

  static bool fill_keys(Source& source);
  static bool fill(Source& source, Room& room, StateEvent& part, const ToEvent& to_event);

  StateEvent head_;
  StateEnd end_;
  std::vector<Source> sources_;  // the next one last
  bool done_ = false;
};

}  // namespace tablattice
