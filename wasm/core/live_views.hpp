// All views of one collection: which share an index, and which a change concerns.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/held_rows.hpp"
#include "core/query.hpp"
#include "core/row_fields.hpp"
#include "core/view.hpp"
#include "core/view_index.hpp"

namespace tablattice {

// Where the visible rows are. A text is good until the rows change, a key until LiveViews was told that its row is gone.
class RowTexts {
 public:
  using Visit = std::function<void(const std::string& key, std::string_view text)>;

  RowTexts() = default;
  RowTexts(const RowTexts&) = delete;
  RowTexts& operator=(const RowTexts&) = delete;
  virtual ~RowTexts() = default;

  // The row's text; nothing where it is not there. `key` is its canonical key text.
  [[nodiscard]] virtual std::optional<std::string_view> text(const std::string& key) const = 0;
  virtual void for_each(const Visit& visit) const = 0;
};

// Views with the same `where` and `orderBy` share one index, whatever their windows and aggregates. A change costs what
// the views cost that hold the row or may come to hold it: indexes whose condition says that a field has one of some
// values (Condition::guard) are found by that field's value, so a thousand views of one person each cost little more
// than one.
class LiveViews {
 public:
  // `rows` outlives it.
  LiveViews(const RowTexts& rows, std::string key_field) : rows_(rows), key_field_(std::move(key_field)) {}

  // The view is there until it is closed. Costs a pass over all rows where no view with the same rows is open, a pass
  // over that view's rows where it brings aggregates of its own, and nothing otherwise.
  View& open(const Query& query);
  void close(View& view);

  // The row looks otherwise than at the last call, or is there no more (then there is no text); to be called after each
  // change of a visible row.
  void change(const std::string& key, std::optional<std::string_view> text);

  // The same for many rows that were not there. A text is good until the rows change.
  struct Came {
    const std::string* key;
    std::string_view text;
  };
  void come(const std::vector<Came>& rows);

  // The views that have news, in the order in which they got them.
  [[nodiscard]] const std::vector<View*>& news() const { return news_; }
  // Appends its patch, as members of the JSON object that `text` ends within.
  void take_patch(View& view, std::string& text) const;
  // All views have news that they do not know of.
  void set_all_changed();
  [[nodiscard]] bool empty() const { return views_.empty(); }
  [[nodiscard]] std::size_t index_count() const { return indexes_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  // The indexes whose guard is one field, by that field's value as a sort key.
  struct Guarded {
    RowFields::Place place;
    std::unordered_map<std::string, std::vector<ViewIndex*>, TextHash, std::equal_to<>> by_value;
  };

  ViewIndex& index_for(const Query& query);
  void fill(ViewIndex& index);
  [[nodiscard]] std::vector<std::size_t> use_aggregates(ViewIndex& index, const Query& query);
  void close_index(ViewIndex& index);
  template <typename Visit>
  void for_each_place(const ViewIndex& index, Visit visit);
  template <typename Visit>
  void for_each_admitting(Visit visit);

  const RowTexts& rows_;
  std::string key_field_;
  RowFields fields_;  // of all views: of the row that is looked at
  std::vector<View*> news_;
  HeldRows held_;
  std::map<std::string, std::unique_ptr<ViewIndex>> indexes_;  // by rows_text
  std::vector<ViewIndex*> unguarded_;
  std::map<std::string, Guarded> guarded_;  // by path
  std::map<const View*, std::unique_ptr<View>> views_;
  std::uint64_t change_ = 0;  // counts them
};

}  // namespace tablattice
