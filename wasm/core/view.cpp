#include "core/view.hpp"

#include <algorithm>
#include <limits>

namespace tablattice {

namespace {

bool same_order(const std::vector<Json>& left, const std::vector<Json>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const Json& one, const Json& other) { return compare_values(one, other) == 0; });
}

}  // namespace

View::Before::Before(const std::vector<OrderTerm>& terms) {
  for (const OrderTerm& term : terms) descending_.push_back(term.descending);
}

bool View::Before::operator()(const Row* left, const Row* right) const {
  for (std::size_t index = 0; index < descending_.size(); ++index) {
    const auto order = compare_values(left->second.sort_values[index], right->second.sort_values[index]);
    if (order != 0) return descending_[index] ? order > 0 : order < 0;
  }
  const auto order = compare_values(left->second.key, right->second.key);
  return order != 0 ? order < 0 : left->first < right->first;
}

View::View(Query query) : query_(std::move(query)), order_(Before(query_.order_by)) {
  for (const Aggregate& aggregate : query_.aggregates) aggregates_.emplace_back(aggregate);
}

void View::apply(const std::string& key, const Json* row) {
  const auto found = rows_.find(key);
  const bool stands = row != nullptr && query_.where.matches(*row);
  if (found == rows_.end()) {
    if (stands) insert(key, *row);
  } else if (stands) {
    update(*found, *row);
  } else {
    remove(found);
  }
}

void View::set_window(std::uint64_t offset, std::optional<std::uint64_t> limit) {
  if (query_.offset == offset && query_.limit == limit) return;
  query_.offset = offset;
  query_.limit = limit;
  touch_window();
}

void View::insert(const std::string& key, const Json& value) {
  Row& row = *rows_.try_emplace(key).first;
  row.second.key = parse_json(key).value;
  row.second.sort_values = sort_values(value);
  contribute(row.second, contributions(value));
  if (order_.insert(&row) < window_end()) touch_window();
  changed_ = true;  // the total
}

void View::remove(Rows::iterator found) {
  contribute(found->second, {});
  if (order_.erase(&*found) < window_end()) touch_window();
  rows_.erase(found);
  changed_ = true;  // the total
}

void View::update(Row& row, const Json& value) {
  contribute(row.second, contributions(value));
  std::vector<Json> values = sort_values(value);
  if (same_order(values, row.second.sort_values)) {
    touch_row(row, order_.rank(&row));
  } else {
    reorder(row, std::move(values));
  }
}

void View::reorder(Row& row, std::vector<Json> sort_values) {
  const std::uint64_t from = order_.erase(&row);
  row.second.sort_values = std::move(sort_values);
  const std::uint64_t to = order_.insert(&row);
  touch_row(row, to);
  const bool before_window = from < query_.offset && to < query_.offset;
  const bool after_window = from >= window_end() && to >= window_end();
  if (from != to && !before_window && !after_window) touch_window();
}

// The new contributions go in before the old ones go out: so a group that stays does not seem to vanish in between.
void View::contribute(Entry& entry, std::vector<Contribution> contributions) {
  for (std::size_t index = 0; index < aggregates_.size(); ++index) {
    const Contribution* before = entry.contributions.empty() ? nullptr : &entry.contributions[index];
    const Contribution* after = contributions.empty() ? nullptr : &contributions[index];
    if (before != nullptr && after != nullptr && *before == *after) continue;
    const bool added = after != nullptr && aggregates_[index].add(*after);
    const bool removed = before != nullptr && aggregates_[index].remove(*before);
    if (added || removed) aggregates_touched_ = changed_ = true;
  }
  entry.contributions = std::move(contributions);
}

std::vector<Json> View::sort_values(const Json& value) const {
  std::vector<Json> values;
  values.reserve(query_.order_by.size());
  for (const OrderTerm& term : query_.order_by) {
    const Json* found = find_path(value, term.path);
    values.push_back(found == nullptr ? Json() : *found);
  }
  return values;
}

std::vector<Contribution> View::contributions(const Json& value) const {
  std::vector<Contribution> contributions;
  contributions.reserve(query_.aggregates.size());
  for (const Aggregate& aggregate : query_.aggregates) contributions.push_back(Contribution::of(aggregate, value));
  return contributions;
}

std::uint64_t View::window_end() const {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  return query_.limit && *query_.limit < all - query_.offset ? query_.offset + *query_.limit : all;
}

void View::touch_window() {
  window_touched_ = true;
  changed_ = true;
}

// The row is another one than the reader has. Where it is out of the window, that is told when it comes in.
void View::touch_row(Row& row, std::uint64_t rank) {
  const bool told = std::exchange(row.second.told, false);
  if (rank < query_.offset || rank >= window_end()) return;
  changed_ = true;
  if (told) stale_keys_.push_back(row.first);
}

std::string View::take_patch(const TextOf& text_of) {
  std::string patch = "{\"total\":" + std::to_string(total());
  const std::vector<Row*> rows = window_touched_ ? take_window_rows() : take_stale_rows();
  if (window_touched_) append_order(rows, patch);
  append_rows(rows, text_of, patch);
  append_aggregates(patch);
  stale_keys_.clear();
  window_touched_ = aggregates_touched_ = changed_ = false;
  return patch + "}";
}

// The rows of the window, in order. Those that have left it are no longer told: their reader may have dropped them.
std::vector<View::Row*> View::take_window_rows() {
  std::vector<Row*> rows;
  ++window_;
  const auto clamp = [this](std::uint64_t rank) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(rank, order_.size()));
  };
  order_.for_each(clamp(query_.offset), clamp(window_end()), [&](Row* row) {
    row->second.window = window_;
    rows.push_back(row);
  });
  if (!told_keys_) return rows;
  for (const std::string& key : *told_keys_) {
    const auto found = rows_.find(key);
    if (found != rows_.end() && found->second.window != window_) found->second.told = false;
  }
  return rows;
}

std::vector<View::Row*> View::take_stale_rows() {
  std::vector<Row*> rows;
  for (const std::string& key : stale_keys_) rows.push_back(&*rows_.find(key));
  return rows;
}

void View::append_order(const std::vector<Row*>& window, std::string& patch) {
  std::vector<std::string> keys;
  keys.reserve(window.size());
  for (const Row* row : window) keys.push_back(row->first);
  if (told_keys_ == keys) return;
  patch += ",\"order\":[";
  const char* separator = "";
  for (const std::string& key : keys) {
    patch.append(separator).append(key);
    separator = ",";
  }
  patch += ']';
  told_keys_ = std::move(keys);
}

void View::append_rows(const std::vector<Row*>& rows, const TextOf& text_of, std::string& patch) {
  bool first = true;
  for (Row* row : rows) {
    if (std::exchange(row->second.told, true)) continue;
    patch.append(first ? ",\"rows\":[" : ",").append("{\"key\":").append(row->first).append(",\"row\":");
    patch.append(text_of(row->first)).append("}");
    first = false;
  }
  if (!first) patch += ']';
}

void View::append_aggregates(std::string& patch) {
  if (!aggregates_touched_) return;
  Json results = Json::object();
  for (std::size_t index = 0; index < aggregates_.size(); ++index) {
    results[query_.aggregates[index].name] = aggregates_[index].result();
  }
  std::string text = dump_json(results);
  if (told_aggregates_ == text) return;
  patch.append(",\"aggregates\":").append(text);
  told_aggregates_ = std::move(text);
}

}  // namespace tablattice
