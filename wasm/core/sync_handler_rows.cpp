// The half of SyncHandler that joins what a read said.
#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "core/sync_handler.hpp"

namespace tablattice {
namespace {

// The greatest version that is known of a row, its deletions included; none where nothing is.
Version greatest_version(const RowState* state) {
  Version greatest;
  if (state == nullptr) return greatest;
  for (const RowFact& fact : state->facts()) greatest = std::max(greatest, fact.version);
  return greatest;
}

}  // namespace

RowsNews::RowsNews(const RowsEvent& read) {
  event.collection = read.collection;
  event.stamp = read.stamp;
  event.from = read.from;
  event.to = read.to;
  event.mutations = read.mutations;
}

RowsNews SyncHandler::join_rows(const RowsEvent& event, bool own) {
  RowsNews news = own ? RowsNews(event) : RowsNews();
  news.rows_wanted = own;
  Collection& collection = *session_.find(event.collection);
  std::set<std::string, std::less<>> reborn;  // not outlived, by what was known before their last life ended
  for (const GoneKey& gone : event.gone) {
    if (!gone.new_life) continue;
    if (!collection.outlived(gone.key, Version(), event.stamp)) reborn.insert(gone.key);
    join_new_life(event, gone, news);
  }
  RowText memory;
  for (std::size_t index = 0; index < event.rows.size(); ++index) {
    const auto row = read_row(collection, event.rows, index, memory);
    if (!row) continue;
    Collection::Place place = collection.place(row->key);
    const bool late =
        !own && !reborn.contains(row->key) && collection.outlived(collection.state(place), row->version, event.stamp);
    if (late) news.stale = true;
    if (!late) join_row(collection, place, *row, event, news);
  }
  join_rest(event, news);
  return news;
}

std::optional<RowTextView> SyncHandler::read_row(Collection& collection, const EventRows& rows, std::size_t index,
                                                 RowText& memory) {
  if (auto row = rows.read(index, collection)) return row;
  Result<RowText> read = read_row(collection, rows.json(index), "rows/" + std::to_string(index));
  if (!read.ok()) return std::nullopt;
  memory = std::move(read.value);
  return memory;
}

void SyncHandler::join_new_life(const RowsEvent& event, const GoneKey& gone, RowsNews& news) {
  Collection& collection = *session_.find(event.collection);
  if (collection.join_gone(gone.key, event.stamp.just_below())) news.event.gone.push_back(gone);
}

void SyncHandler::join_row(Collection& collection, Collection::Place& place, const RowTextView& row,
                           const RowsEvent& event, RowsNews& news) {
  const RowState* state = collection.state(place);
  const bool folded = state != nullptr && !state->mutations().empty();
  const bool older = collection.rung() != Rung::plain && row.version < greatest_version(state);
  const bool changed = collection.join_read_row(place, row, event.stamp);
  news.stale = news.stale || (older && !changed);
  news.learnt = news.learnt || changed;
  const bool told = changed || folded || !event.to.is_null();
  if (told && news.rows_wanted) news.event.rows.add_text(row.text);
}

void SyncHandler::join_rest(const RowsEvent& event, RowsNews& news) {
  Collection& collection = *session_.find(event.collection);
  for (const GoneKey& gone : event.gone) {
    if (gone.new_life) continue;
    const auto version = Version::from_json(gone.version);
    const bool there = collection.confirmed(gone.key) != nullptr;
    const bool learnt = version ? collection.join_tombstone(gone.key, *version, event.stamp, true)
                                : collection.join_gone(gone.key, event.stamp);
    const bool changed = learnt && there;
    news.learnt = news.learnt || changed;
    if (!event.to.is_null() || changed) news.event.gone.push_back(gone);
  }
  const bool settled = settle(event.mutations, event);
  const bool delta = !event.from.is_null() && !event.to.is_null();
  const bool moved = delta && collection.move_cursor(event.from, event.to);
  news.learnt = news.learnt || settled || moved;
}

// A feed names the mutations whose effects its rows hold: they are acked and, since their rows were just joined, settled.
// Whether any of them was not known to be settled.
bool SyncHandler::settle(const std::vector<MutationName>& names, const RowsEvent& event) {
  std::vector<OutcomeEvent> outcomes;
  for (const MutationName& name : names) {
    if (session_.settled.contains(name) || !session_.find(event.collection)->join_named(name)) continue;
    OutcomeEvent outcome;
    outcome.name = name;
    outcome.collection = event.collection;
    outcome.stamp = event.stamp;
    outcomes.push_back(std::move(outcome));
  }
  if (outcomes.empty()) return false;
  for (auto& [name, collection] : session_.collections) collection.drop_settled();
  for (const OutcomeEvent& outcome : outcomes) {
    if (on_outcome) on_outcome(outcome);
  }
  return true;
}

}  // namespace tablattice
