#include "core/live_views.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/row_fields.hpp"
#include "core/sort_key.hpp"

namespace tablattice {

namespace {

std::string sort_key_of(const Json& value) {
  std::string key;
  append_sort_key(value, false, key);
  return key;
}

}  // namespace

View& LiveViews::open(const Query& query) {
  ViewIndex& index = index_for(query);
  auto view = std::make_unique<View>(index, query, use_aggregates(index, query), news_);
  View& opened = *view;
  views_.emplace(&opened, Opened{std::move(view), query.fields});
  for (const auto& [name, count] : query.fields) fields_[name] += count;
  return opened;
}

void LiveViews::close(View& view) {
  ViewIndex& index = view.index();
  const auto opened = views_.find(&view);
  for (const auto& [name, count] : opened->second.fields) {
    const auto field = fields_.find(name);
    if ((field->second -= count) == 0) fields_.erase(field);
  }
  views_.erase(opened);
  if (!index.has_views()) close_index(index);
}

ViewIndex& LiveViews::index_for(const Query& query) {
  const auto [place, added] = indexes_.try_emplace(query.rows_text);
  if (!added) return *place->second;
  place->second = std::make_unique<ViewIndex>(query, key_field_);
  ViewIndex& index = *place->second;
  for_each_place(index, [&index](std::vector<ViewIndex*>& indexes) { indexes.push_back(&index); });
  fill(index, query.fields);
  return index;
}

void LiveViews::fill(ViewIndex& index, const FieldNames& names) {
  rows_.for_each([&](const std::string& key, std::string_view text) {
    const Json fields = read_fields(text, names);
    if (!index.matches(fields)) return;
    auto& [held_key, held] = *held_.try_emplace(key).first;
    held.push_back(index.prepare(held_key, fields));
  });
  index.insert_prepared();
}

// The places of the query's aggregates in the index. Those that are new there are computed in one pass over its rows.
std::vector<std::size_t> LiveViews::use_aggregates(ViewIndex& index, const Query& query) {
  std::vector<std::size_t> places;
  std::vector<std::size_t> fresh;
  for (const Aggregate& aggregate : query.aggregates) {
    const ViewIndex::Place place = index.use_aggregate(aggregate);
    places.push_back(place.index);
    if (place.fresh) fresh.push_back(place.index);
  }
  if (fresh.empty()) return places;
  for (ViewEntry* entry : index.entries()) {
    const Json fields = read_fields(*rows_.text(*entry->key), query.fields);
    for (const std::size_t place : fresh) index.count_in(place, *entry, fields);
  }
  return places;
}

void LiveViews::close_index(ViewIndex& index) {
  for (const ViewEntry* entry : index.entries()) {
    const auto row = held_.find(*entry->key);
    std::erase_if(row->second, [entry](const auto& held) { return held.get() == entry; });
    if (row->second.empty()) held_.erase(row);
  }
  for_each_place(index, [&index](std::vector<ViewIndex*>& indexes) { std::erase(indexes, &index); });
  indexes_.erase(index.rows_text());
}

// Calls `visit` with the lists through which a change finds the index.
template <typename Visit>
void LiveViews::for_each_place(const ViewIndex& index, Visit visit) {
  const Condition::Guard guard = index.where().guard();
  if (guard.path.empty()) return visit(unguarded_);
  Guarded& guarded = guarded_[guard.path];
  std::set<std::string> values;
  for (const Json& value : guard.values) values.insert(sort_key_of(value));
  for (const std::string& value : values) {
    const auto place = guarded.try_emplace(value).first;
    visit(place->second);
    if (place->second.empty()) guarded.erase(place);
  }
  if (guarded.empty()) guarded_.erase(guard.path);
}

void LiveViews::change(const std::string& key) {
  if (indexes_.empty()) return;
  const std::optional<std::string_view> text = rows_.text(key);
  const Json fields = text ? read_fields(*text, fields_) : Json();
  ++change_;
  const auto row = held_.find(key);
  if (row != held_.end()) follow(row, text ? &fields : nullptr);
  if (!text) return;
  for_each_admitting(fields, [&](ViewIndex& index) {
    auto& [held_key, held] = *held_.try_emplace(key).first;
    held.push_back(index.insert(held_key, fields));
  });
}

void LiveViews::come(const std::vector<Came>& rows) {
  if (indexes_.empty()) return;
  for (const Came& row : rows) {
    const Json fields = read_fields(row.text, fields_);
    ++change_;
    Entries* held = nullptr;
    const std::string* held_key = nullptr;
    for_each_admitting(fields, [&](ViewIndex& index) {
      if (held == nullptr) {
        auto& place = *held_.try_emplace(*row.key).first;
        held_key = &place.first;
        held = &place.second;
      }
      held->push_back(index.prepare(*held_key, fields));
    });
  }
  for (auto& [text, index] : indexes_) index->insert_prepared();
}

// The indexes that hold the row. `fields`: null where the row is there no more.
void LiveViews::follow(Rows::iterator row, const Json* fields) {
  Entries& entries = row->second;
  for (std::unique_ptr<ViewEntry>& entry : entries) {
    ViewIndex& index = *entry->index;
    if (index.meets(change_) && fields != nullptr && index.matches(*fields)) {
      index.update(*entry, *fields);
    } else {
      index.remove(std::move(entry));
    }
  }
  std::erase(entries, nullptr);
  if (entries.empty()) held_.erase(row);
}

// Calls `visit` with the indexes that the row belongs to and that have not met the change yet.
template <typename Visit>
void LiveViews::for_each_admitting(const Json& fields, Visit visit) {
  static const Json missing;
  const auto visit_all = [&](const std::vector<ViewIndex*>& indexes) {
    for (ViewIndex* index : indexes) {
      if (index->meets(change_) && index->matches(fields)) visit(*index);
    }
  };
  visit_all(unguarded_);
  for (const auto& [path, guarded] : guarded_) {
    const Json* value = find_path(fields, path);
    const auto found = guarded.find(sort_key_of(value == nullptr ? missing : *value));
    if (found != guarded.end()) visit_all(found->second);
  }
}

std::string LiveViews::take_patch(View& view) const {
  return view.take_patch([this](const std::string& key) { return *rows_.text(key); });
}

void LiveViews::set_all_changed() {
  for (const auto& [place, opened] : views_) opened.view->set_changed();
}

}  // namespace tablattice
