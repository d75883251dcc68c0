// A live query as one reader sees it: a window on an index, and what the reader was told last.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query.hpp"
#include "core/view_index.hpp"

namespace tablattice {

class View {
 public:
  using TextOf = std::function<std::string_view(const std::string& key)>;

  // Of an index with the query's rows and order, which outlives it. `aggregates`: the places of the query's aggregates
  // there. `news` gets the view whenever it becomes changed, at once too.
  View(ViewIndex& index, const Query& query, const std::vector<std::size_t>& aggregates, std::vector<View*>& news);
  ~View();
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  [[nodiscard]] ViewIndex& index() const { return index_; }

  // No limit: all rows from `offset` on.
  void set_window(std::uint64_t offset, std::optional<std::uint64_t> limit);

  // Whether take_patch may have news. True of a new view.
  [[nodiscard]] bool changed() const { return changed_; }
  // There is something to tell that the view itself does not know.
  void set_changed();
  // How many rows match, in the window or not.
  [[nodiscard]] std::uint64_t total() const { return index_.size(); }

  // Appends what changed in the result since the last call, as members of the JSON object that `text` ends within:
  //   "total": n
  //   "splices": [[place, removed, [row, …]], …]   of the window as the reader has it; by place, none touches another
  //   "aggregates": {name: value}                  those without groups
  //   "groups": {name: {"whole": bool, "values": [[group, value], …]}}   not whole: the groups whose values changed
  // Each only where it changed; the first patch has all. `text_of` gives a row's visible text.
  void take_patch(const TextOf& text_of, std::string& text);

  // ---- for its index -------------------------------------------------------------------------------------------------
  // A change of one row from one rank to another. In place: no other row's rank changed. Counts: the total did.
  struct Move {
    std::size_t from;
    std::size_t to;
    bool in_place;
    bool counts;
  };
  // Called before the change is logged. Whether the log is needed to tell it.
  bool heed(const Move& move);
  [[nodiscard]] bool waits() const { return waits_; }

 private:
  struct AggregateSeen {
    std::string name_text;
    std::size_t place;
    std::optional<std::uint64_t> told_version;
  };
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
  };

  [[nodiscard]] std::uint64_t window_end() const;
  [[nodiscard]] Range window() const;
  void wait();
  void append_total(std::string& text);
  void append_splices(const TextOf& text_of, std::string& text);
  void append_runs_between(std::vector<ViewIndex::Kept> kept, const Range& now, const TextOf& text_of,
                           std::string& text) const;
  [[nodiscard]] bool changes_more_than(std::size_t rows) const;
  [[nodiscard]] std::vector<ViewIndex::Kept> kept_in_windows(const Range& now) const;
  void append_aggregates(bool grouped, std::string& text);

  ViewIndex& index_;
  std::uint64_t offset_;
  std::optional<std::uint64_t> limit_;
  std::vector<AggregateSeen> aggregates_;
  std::vector<View*>& news_;
  bool changed_ = false;
  // The window may hold others than the reader has, or hold them otherwise: since this place in the index's log.
  bool waits_ = true;
  std::uint64_t waits_since_ = 0;
  // What the last patches told; none before the first one.
  std::optional<Range> told_window_;
  std::optional<std::uint64_t> told_total_;
};

}  // namespace tablattice
