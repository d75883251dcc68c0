#include "core/live_views.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "core/sort_key.hpp"

namespace tablattice {

View& LiveViews::open(const Query& query) {
  ViewIndex& index = index_for(query);
  auto view = std::make_unique<View>(index, query, use_aggregates(index, query), news_);
  View& opened = *view;
  views_.emplace(&opened, std::move(view));
  return opened;
}

void LiveViews::close(View& view) {
  ViewIndex& index = view.index();
  views_.erase(&view);
  if (!index.has_views()) close_index(index);
}

ViewIndex& LiveViews::index_for(const Query& query) {
  const auto [place, added] = indexes_.try_emplace(query.rows_text);
  if (!added) return *place->second;
  place->second = std::make_unique<ViewIndex>(query, key_field_, fields_);
  ViewIndex& index = *place->second;
  for_each_place(index, [&index](std::vector<ViewIndex*>& indexes) { indexes.push_back(&index); });
  fill(index);
  return index;
}

void LiveViews::fill(ViewIndex& index) {
  rows_.for_each([&](const std::string& key, std::string_view text) {
    fields_.read(text);
    if (!index.matches()) return;
    held_.add(index.prepare(key));
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
    fields_.read(*rows_.text(entry->key()));
    for (const std::size_t place : fresh) index.count_in(place, *entry);
  }
  return places;
}

void LiveViews::close_index(ViewIndex& index) {
  for (const ViewEntry* entry : index.entries()) held_.erase(*entry);
  for_each_place(index, [&index](std::vector<ViewIndex*>& indexes) { std::erase(indexes, &index); });
  indexes_.erase(index.rows_text());
}

// Calls `visit` with the lists through which a change finds the index.
template <typename Visit>
void LiveViews::for_each_place(const ViewIndex& index, Visit visit) {
  const Condition::Guard guard = index.where().guard();
  if (guard.path.empty()) return visit(unguarded_);
  const auto [found, added] = guarded_.try_emplace(guard.path);
  if (added) found->second.place = fields_.use(guard.path);
  auto& by_value = found->second.by_value;
  std::set<std::string> values;
  for (const Json& value : guard.values) values.insert(sort_key_of(value));
  for (const std::string& value : values) {
    const auto place = by_value.try_emplace(value).first;
    visit(place->second);
    if (place->second.empty()) by_value.erase(place);
  }
  if (!by_value.empty()) return;
  fields_.release(found->second.place);
  guarded_.erase(found);
}

void LiveViews::change(const std::string& key, std::optional<std::string_view> text) {
  if (indexes_.empty()) return;
  if (text) fields_.read(*text);
  ++change_;
  held_.follow(
      key,
      [&](ViewEntry& entry) {
        ViewIndex& index = entry.index();
        const bool stays = index.meets(change_) && text && index.matches();
        if (stays) index.update(entry);
        return stays;
      },
      [](std::unique_ptr<ViewEntry> entry) {
        ViewIndex& index = entry->index();
        index.remove(std::move(entry));
      });
  if (!text) return;
  for_each_admitting([&](ViewIndex& index) { held_.add(index.insert(key)); });
}

void LiveViews::come(const std::vector<Came>& rows) {
  if (indexes_.empty()) return;
  for (const Came& row : rows) {
    fields_.read(row.text);
    ++change_;
    for_each_admitting([&](ViewIndex& index) { held_.add(index.prepare(*row.key)); });
  }
  for (auto& [text, index] : indexes_) index->insert_prepared();
}

// Calls `visit` with the indexes that the row belongs to and that have not met the change yet.
template <typename Visit>
void LiveViews::for_each_admitting(Visit visit) {
  const auto visit_all = [&](const std::vector<ViewIndex*>& indexes) {
    for (ViewIndex* index : indexes) {
      if (index->meets(change_) && index->matches()) visit(*index);
    }
  };
  visit_all(unguarded_);
  for (const auto& [path, guarded] : guarded_) {
    const auto found = guarded.by_value.find(fields_.sort_key(guarded.place));
    if (found != guarded.by_value.end()) visit_all(found->second);
  }
}

void LiveViews::take_patch(View& view, std::string& text) const {
  view.take_patch([this](const std::string& key) { return *rows_.text(key); }, text);
}

void LiveViews::set_all_changed() {
  for (const auto& [place, view] : views_) view->set_changed();
}

}  // namespace tablattice
