// A live query: its rows in order, its window, its total and its aggregates, maintained per change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/aggregate.hpp"
#include "core/json.hpp"
#include "core/query.hpp"
#include "core/ranked_list.hpp"

namespace tablattice {

// Keeps, of each row that matches, only what order and aggregates need; the rows themselves stay with their collection.
// A change costs O(log rows), never a pass over all rows.
class View {
 public:
  explicit View(Query query);
  View(View&&) = default;
  View& operator=(View&&) = default;

  [[nodiscard]] const Query& query() const { return query_; }

  // One row as it now stands, or null where it is not there; to be called after each change of the row or of its text,
  // and for each row once when the view is opened. `key` is its canonical key text. Marks the view changed only where
  // its result is.
  void apply(const std::string& key, const Json* row);
  // No limit: all rows from `offset` on. Marks the view changed where the window is another one.
  void set_window(std::uint64_t offset, std::optional<std::uint64_t> limit);

  // Whether take_patch has news. True of a new view.
  [[nodiscard]] bool changed() const { return changed_; }
  // How many rows match, in the window or not.
  [[nodiscard]] std::uint64_t total() const { return order_.size(); }

  // What changed in the result since the last call, as JSON text:
  //   {"total": n, "order"?: [key, …], "rows"?: [row, …], "aggregates"?: {name: value | [[group, value], …]}}
  // `order` (keys of the window, as canonical key texts parsed back to JSON) only where it changed; `rows` those of the
  // window that are new in it or changed, each as {"key": key, "row": {…}}. `text_of` gives a row's visible text; it is
  // asked for rows that were applied and stand. A row that left the window and came back is new in it.
  std::string take_patch(const std::function<std::string_view(const std::string& key)>& text_of);

 private:
  struct Entry {
    Json key;  // parsed, for ties
    std::vector<Json> sort_values;
    std::vector<Contribution> contributions;  // one for each aggregate
    std::uint64_t window = 0;                 // the last window taken that held the row
    bool told = false;                        // the reader has the row as it stands
  };
  using Rows = std::unordered_map<std::string, Entry>;
  using Row = Rows::value_type;
  using TextOf = std::function<std::string_view(const std::string& key)>;

  // Compares by the query's order, then by key. Keys that are equal as values (1 and 1.0) compare by text.
  class Before {
   public:
    explicit Before(const std::vector<OrderTerm>& terms);
    bool operator()(const Row* left, const Row* right) const;

   private:
    std::vector<bool> descending_;
  };

  void insert(const std::string& key, const Json& value);
  void remove(Rows::iterator found);
  void update(Row& row, const Json& value);
  void reorder(Row& row, std::vector<Json> sort_values);
  void contribute(Entry& entry, std::vector<Contribution> contributions);
  [[nodiscard]] std::vector<Json> sort_values(const Json& value) const;
  [[nodiscard]] std::vector<Contribution> contributions(const Json& value) const;
  [[nodiscard]] std::uint64_t window_end() const;
  void touch_window();
  void touch_row(Row& row, std::uint64_t rank);

  std::vector<Row*> take_window_rows();
  std::vector<Row*> take_stale_rows();
  static void append_rows(const std::vector<Row*>& rows, const TextOf& text_of, std::string& patch);
  void append_order(const std::vector<Row*>& window, std::string& patch);
  void append_aggregates(std::string& patch);

  Query query_;
  Rows rows_;  // those that match
  RankedList<Row*, Before> order_;
  std::vector<AggregateState> aggregates_;  // as query_.aggregates

  bool changed_ = true;
  bool window_touched_ = true;  // the window may hold other keys than at the last patch
  bool aggregates_touched_ = true;
  std::uint64_t window_ = 0;             // counts the windows taken, so that a row knows whether it was in the last one
  std::vector<std::string> stale_keys_;  // rows of the window that changed since; not kept where window_touched_
  // What the last patches told; none before the first one.
  std::optional<std::vector<std::string>> told_keys_;
  std::optional<std::string> told_aggregates_;
};

}  // namespace tablattice
