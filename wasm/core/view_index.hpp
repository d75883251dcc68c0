// The rows that match one `where`, in the order of one `orderBy`: what all views that ask for the same share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/aggregate.hpp"
#include "core/query.hpp"
#include "core/ranked_list.hpp"
#include "core/row_fields.hpp"
#include "core/row_test.hpp"
#include "core/view_entry.hpp"

namespace tablattice {

class View;

// Keeps, of each row that matches, only what order and aggregates need. A change costs O(log rows), never a pass over
// all rows. What changed is kept in a log until the views whose windows it concerns have been read.
class ViewIndex {
 public:
  // Rows of which `key_field` is the key: where they are ordered by it, nothing after it decides. Uses of `fields`, which
  // outlives it, what it needs of a row.
  ViewIndex(const Query& query, std::string_view key_field, RowFields& fields);
  ~ViewIndex();
  ViewIndex(const ViewIndex&) = delete;
  ViewIndex& operator=(const ViewIndex&) = delete;

  [[nodiscard]] const std::string& rows_text() const { return rows_text_; }
  [[nodiscard]] const Condition& where() const { return where_; }
  // Whether the change of this number is new to the index: one row's change may find it in several ways.
  [[nodiscard]] bool meets(std::uint64_t change) { return std::exchange(change_met_, change) != change; }
  [[nodiscard]] std::size_t size() const { return order_.size(); }

  // ---- rows, each when its fields have been read ---------------------------------------------------------------------
  [[nodiscard]] bool matches() const { return test_.holds(); }
  // A row that matches. `key` outlives the entry, which is the caller's, until it is given to remove().
  std::unique_ptr<ViewEntry> insert(const std::string& key);
  // It still matches, and is another one than before.
  void update(ViewEntry& entry);
  void remove(std::unique_ptr<ViewEntry> entry);
  // The same as insert() for many rows: prepare() each, then insert_prepared().
  std::unique_ptr<ViewEntry> prepare(const std::string& key);
  void insert_prepared();
  [[nodiscard]] std::vector<ViewEntry*> entries() const;

  // ---- aggregates ----------------------------------------------------------------------------------------------------
  // The place of the one that computes the same, or of a new one, which is to be told of every entry by count_in().
  struct Place {
    std::size_t index = 0;
    bool fresh = false;
  };
  Place use_aggregate(const Aggregate& aggregate);
  void release_aggregate(std::size_t index);
  void count_in(std::size_t index, ViewEntry& entry);
  [[nodiscard]] const AggregateState& aggregate(std::size_t index) const { return aggregates_[index].state; }

  // ---- views ---------------------------------------------------------------------------------------------------------
  void attach(View& view) { views_.push_back(&view); }
  void detach(View& view);
  [[nodiscard]] bool has_views() const { return !views_.empty(); }
  // Calls `visit` with the entries of ranks [begin, end), in order.
  template <typename Visit>
  void for_each(std::size_t begin, std::size_t end, Visit visit) const {
    order_.for_each(begin, end, visit);
  }

  // ---- the log -------------------------------------------------------------------------------------------------------
  [[nodiscard]] std::uint64_t log_end() const { return log_begin_ + log_.size(); }
  // How many changes were logged since then; nothing may have been forgotten since.
  [[nodiscard]] std::size_t logged_since(std::uint64_t place) const { return log_end() - place; }
  [[nodiscard]] bool remembers(std::uint64_t place) const { return place >= log_begin_; }
  // Rows that stand as they stood and follow each other as they did: `length` of them from the old rank on are now found
  // from the new rank on. In order; they cover all rows but those that came, went, moved or changed.
  struct Kept {
    std::size_t old_rank;
    std::size_t new_rank;
    std::size_t length;
  };
  // Since a place in the log that it remembers. O(k log rows) for k logged changes.
  [[nodiscard]] std::vector<Kept> kept_since(std::uint64_t place);
  // Forgets what no view needs any more.
  void trim_log();

 private:
  struct Before {
    bool operator()(const ViewEntry& left, const ViewEntry& right) const { return left.place() < right.place(); }
    bool operator()(const ViewEntry& left, const SortPlace& right) const { return left.place() < right; }
  };
  enum class Happened { came, changed, moved, left };
  struct Change {
    ViewEntry* entry = nullptr;
    Happened happened = Happened::changed;
    std::string old_bytes;            // of one that moved or left: its place, with its key
    std::unique_ptr<ViewEntry> gone;  // one that left lives on as long as it is in the log
  };
  struct SharedAggregate {
    Aggregate aggregate;
    AggregateFields fields;
    AggregateState state;
    std::size_t users = 0;
  };
  // What the log says of one entry.
  struct Met {
    ViewEntry* entry;
    std::optional<SortPlace> old;  // none where it was not there before
  };

  [[nodiscard]] std::string_view bytes_now(const ViewEntry& entry);
  void contribute(ViewEntry& entry);
  void withdraw(const ViewEntry& entry);
  [[nodiscard]] std::unique_ptr<ViewEntry> make(const std::string& key);
  [[nodiscard]] bool heeded(Happened happened, std::size_t from, std::size_t to);
  void log(Change change);
  void sort_prepared();
  void announce_prepared();
  [[nodiscard]] std::vector<Met> meet(std::uint64_t place);
  [[nodiscard]] std::vector<std::size_t> new_ranks(const std::vector<Met>& met) const;
  [[nodiscard]] std::vector<std::size_t> old_ranks(const std::vector<Met>& met,
                                                   const std::vector<std::size_t>& new_ranks) const;

  std::string rows_text_;
  Condition where_;
  RowFields& fields_;
  RowTest test_;
  struct FieldOrder {
    RowFields::Place place;
    bool descending;
  };
  std::vector<FieldOrder> order_by_;
  std::string bytes_;      // of the row that is looked at
  std::string old_bytes_;  // of one that moves
  RankedList<ViewEntry, Before> order_;
  std::vector<ViewEntry*> prepared_;
  std::deque<SharedAggregate> aggregates_;  // places stay, and so do notes of groups
  std::vector<View*> views_;
  std::vector<Change> log_;
  std::uint64_t log_begin_ = 0;
  std::uint64_t change_met_ = 0;
};

}  // namespace tablattice
