#include "core/view_index.hpp"

#include <algorithm>
#include <utility>

#include "core/sort_key.hpp"
#include "core/text_compare.hpp"
#include "core/view.hpp"

namespace tablattice {

namespace {

// A log that grows beyond this and beyond half of the rows costs a reader more than the rows themselves.
constexpr std::size_t log_size_usual = 64;

}  // namespace

ViewIndex::ViewIndex(const Query& query, std::string_view key_field, RowFields& fields)
    : rows_text_(query.rows_text), where_(query.where), fields_(fields), test_(query.where, fields) {
  for (const OrderTerm& term : query.order_by) {
    const bool by_key = term.path == key_field;
    if (by_key && !term.descending) break;
    order_by_.push_back({fields.use(term.path), term.descending});
    if (by_key) break;
  }
}

ViewIndex::~ViewIndex() {
  for (const FieldOrder& term : order_by_) fields_.release(term.place);
}

// What the entry is ordered by as its row looks now.
std::string_view ViewIndex::bytes_now(const ViewEntry& entry) {
  bytes_.clear();
  for (const FieldOrder& term : order_by_) {
    const std::size_t begin = bytes_.size();
    bytes_ += fields_.sort_key(term.place);
    if (term.descending) turn_round(bytes_, begin);
  }
  if (!entry.key_at_hand()) append_key_order(entry.key(), bytes_);
  return bytes_;
}

std::unique_ptr<ViewEntry> ViewIndex::make(const std::string& key) {
  auto entry = std::make_unique<ViewEntry>(*this, key);
  entry->set_bytes(bytes_now(*entry));
  contribute(*entry);
  return entry;
}

std::unique_ptr<ViewEntry> ViewIndex::insert(const std::string& key) {
  auto entry = make(key);
  const std::size_t rank = order_.insert(*entry, entry->place());
  if (heeded(Happened::came, rank, rank)) log({entry.get(), Happened::came, {}, nullptr});
  return entry;
}

void ViewIndex::update(ViewEntry& entry) {
  contribute(entry);
  const std::string_view bytes = bytes_now(entry);
  if (same_text(bytes, entry.bytes())) {
    const std::size_t rank = order_.rank(entry);
    if (heeded(Happened::changed, rank, rank)) log({&entry, Happened::changed, {}, nullptr});
    return;
  }
  const std::size_t from = order_.erase(entry);
  old_bytes_ = entry.bytes();
  entry.set_bytes(bytes);
  const std::size_t to = order_.insert(entry, entry.place());
  if (!heeded(Happened::moved, from, to)) return;
  if (entry.key_at_hand()) append_key_order(entry.key(), old_bytes_);
  log({&entry, Happened::moved, old_bytes_, nullptr});
}

void ViewIndex::remove(std::unique_ptr<ViewEntry> entry) {
  withdraw(*entry);
  const std::size_t rank = order_.erase(*entry);
  if (!heeded(Happened::left, rank, rank)) return;
  std::string bytes(entry->bytes());
  if (entry->key_at_hand()) append_key_order(entry->key(), bytes);
  ViewEntry* left = entry.get();
  log({left, Happened::left, std::move(bytes), std::move(entry)});
}

std::unique_ptr<ViewEntry> ViewIndex::prepare(const std::string& key) {
  auto entry = make(key);
  prepared_.push_back(entry.get());
  return entry;
}

// By the first bytes of their places, which are copied beside each other: few comparisons go to the entries.
void ViewIndex::sort_prepared() {
  std::vector<std::pair<SortHead, ViewEntry*>> heads;
  heads.reserve(prepared_.size());
  for (ViewEntry* entry : prepared_) heads.emplace_back(entry->place(), entry);
  std::sort(heads.begin(), heads.end(), [](const auto& left, const auto& right) {
    const auto& [head, entry] = left;
    const auto& [other_head, other] = right;
    return head.same(other_head) ? entry->place() < other->place() : head.before(other_head);
  });
  std::transform(heads.begin(), heads.end(), prepared_.begin(), [](const auto& head) { return head.second; });
}

// Few among many rows are put in their places one by one: a pass over all would cost more.
void ViewIndex::insert_prepared() {
  constexpr std::size_t share = 16;
  if (prepared_.size() < size() / share) {
    for (ViewEntry* entry : prepared_) {
      const std::size_t rank = order_.insert(*entry, entry->place());
      if (heeded(Happened::came, rank, rank)) log({entry, Happened::came, {}, nullptr});
    }
  } else if (!prepared_.empty()) {
    sort_prepared();
    order_.insert_all(prepared_);
    announce_prepared();
  }
  prepared_ = {};
}

std::vector<ViewEntry*> ViewIndex::entries() const {
  std::vector<ViewEntry*> entries;
  entries.reserve(order_.size());
  order_.for_each(0, order_.size(), [&entries](ViewEntry& entry) { entries.push_back(&entry); });
  return entries;
}

ViewIndex::Place ViewIndex::use_aggregate(const Aggregate& aggregate) {
  const auto same = std::find_if(aggregates_.begin(), aggregates_.end(), [&aggregate](const SharedAggregate& shared) {
    return shared.users > 0 && shared.aggregate.computes_as(aggregate);
  });
  if (same != aggregates_.end()) {
    ++same->users;
    return {static_cast<std::size_t>(same - aggregates_.begin()), false};
  }
  auto place = std::find_if(aggregates_.begin(), aggregates_.end(),
                            [](const SharedAggregate& shared) { return shared.users == 0; });
  SharedAggregate fresh{aggregate, AggregateFields(aggregate, fields_), AggregateState(aggregate), 1};
  if (place == aggregates_.end()) {
    place = aggregates_.insert(place, std::move(fresh));
  } else {
    *place = std::move(fresh);
  }
  return {static_cast<std::size_t>(place - aggregates_.begin()), true};
}

void ViewIndex::release_aggregate(std::size_t index) {
  SharedAggregate& shared = aggregates_[index];
  if (--shared.users > 0) return;
  shared.fields.release(fields_);
  shared.state = AggregateState(shared.aggregate);
}

void ViewIndex::count_in(std::size_t index, ViewEntry& entry) {
  std::vector<Contribution>& contributions = entry.contributions.demand();
  contributions.resize(std::max(contributions.size(), index + 1));
  contributions[index] = aggregates_[index].fields.contribution(fields_);
  aggregates_[index].state.add(contributions[index]);
}

// The new contributions go in before the old ones go out: so a group that stays does not seem to vanish in between.
void ViewIndex::contribute(ViewEntry& entry) {
  if (aggregates_.empty()) return;
  const bool came = entry.chunk == nullptr;
  std::vector<Contribution>& contributions = entry.contributions.demand();
  contributions.resize(aggregates_.size());
  for (std::size_t index = 0; index < aggregates_.size(); ++index) {
    SharedAggregate& shared = aggregates_[index];
    if (shared.users == 0) continue;
    Contribution after = shared.fields.contribution(fields_);
    Contribution& before = contributions[index];
    if (!came && before == after) continue;
    shared.state.add(after);
    if (!came) shared.state.remove(before);
    before = std::move(after);
  }
}

void ViewIndex::withdraw(const ViewEntry& entry) {
  for (std::size_t index = 0; index < aggregates_.size(); ++index) {
    if (aggregates_[index].users > 0) aggregates_[index].state.remove((*entry.contributions)[index]);
  }
}

void ViewIndex::detach(View& view) {
  std::erase(views_, &view);
  trim_log();
}

// Whether a change is to be logged: where no view's window is concerned, and none waits to be read, nobody will ask for it.
bool ViewIndex::heeded(Happened happened, std::size_t from, std::size_t to) {
  const bool in_place = happened == Happened::changed || (happened == Happened::moved && from == to);
  const bool counts = happened == Happened::came || happened == Happened::left;
  bool wanted = false;
  for (View* view : views_) wanted = view->heed({from, to, in_place, counts}) || wanted;
  return wanted;
}

void ViewIndex::log(Change change) {
  if (log_.size() >= log_size_usual && log_.size() > size() / 2) {
    log_begin_ = log_end();
    log_.clear();
  }
  log_.push_back(std::move(change));
}

// They may have come anywhere.
void ViewIndex::announce_prepared() {
  bool wanted = false;
  for (View* view : views_) wanted = view->heed({0, size() - 1, false, true}) || wanted;
  if (!wanted) return;
  if (log_.size() + prepared_.size() > std::max(log_size_usual, size() / 2)) {
    log_begin_ = log_end() + 1;
    log_.clear();
  } else {
    for (ViewEntry* entry : prepared_) log_.push_back({entry, Happened::came, {}, nullptr});
  }
}

void ViewIndex::trim_log() {
  if (log_.empty() || std::any_of(views_.begin(), views_.end(), [](const View* view) { return view->waits(); })) return;
  log_begin_ = log_end();
  log_.clear();
}

// Each entry that the log names, once, and where it stood before.
std::vector<ViewIndex::Met> ViewIndex::meet(std::uint64_t place) {
  std::vector<Met> met;
  std::vector<bool> came;
  for (auto at = static_cast<std::size_t>(place - log_begin_); at < log_.size(); ++at) {
    const Change& change = log_[at];
    ViewEntry& entry = *change.entry;
    if (entry.met >= met.size() || met[entry.met].entry != &entry) {
      entry.met = static_cast<std::uint32_t>(met.size());
      met.push_back({&entry, std::nullopt});
      came.push_back(change.happened == Happened::came);
    }
    Met& known = met[entry.met];
    if (!known.old && !change.old_bytes.empty()) known.old = SortPlace{change.old_bytes, nullptr};
  }
  for (std::size_t at = 0; at < met.size(); ++at) {
    if (came[at]) met[at].old.reset();
    if (!came[at] && !met[at].old) met[at].old = met[at].entry->place();
  }
  return met;
}

std::vector<std::size_t> ViewIndex::new_ranks(const std::vector<Met>& met) const {
  std::vector<std::size_t> ranks;
  for (const Met& each : met) {
    if (each.entry->chunk != nullptr) ranks.push_back(order_.rank(*each.entry));
  }
  std::sort(ranks.begin(), ranks.end());
  return ranks;
}

// An old place among the rows of now, without those of them that are new there, with the old ones before it that
// are there no more.
std::vector<std::size_t> ViewIndex::old_ranks(const std::vector<Met>& met,
                                              const std::vector<std::size_t>& new_ranks) const {
  std::vector<SortPlace> places;
  for (const Met& each : met) {
    if (each.old) places.push_back(*each.old);
  }
  std::sort(places.begin(), places.end());
  std::vector<std::size_t> ranks;
  auto fresh = new_ranks.begin();
  for (const SortPlace& place : places) {
    const std::size_t before = order_.count_before(place);
    while (fresh != new_ranks.end() && *fresh < before) ++fresh;
    ranks.push_back(before - static_cast<std::size_t>(fresh - new_ranks.begin()) + ranks.size());
  }
  return ranks;
}

std::vector<ViewIndex::Kept> ViewIndex::kept_since(std::uint64_t place) {
  const std::vector<Met> met = meet(place);
  const std::vector<std::size_t> fresh = new_ranks(met);
  const std::vector<std::size_t> old = old_ranks(met, fresh);
  const std::size_t old_size = size() - fresh.size() + old.size();
  std::vector<Kept> kept;
  std::size_t old_rank = 0;
  std::size_t new_rank = 0;
  auto next_old = old.begin();
  auto next_fresh = fresh.begin();
  while (old_rank < old_size || new_rank < size()) {
    const std::size_t old_run = (next_old == old.end() ? old_size : *next_old) - old_rank;
    const std::size_t new_run = (next_fresh == fresh.end() ? size() : *next_fresh) - new_rank;
    const std::size_t length = std::min(old_run, new_run);
    if (length > 0) kept.push_back({old_rank, new_rank, length});
    old_rank += length;
    new_rank += length;
    for (; next_old != old.end() && *next_old == old_rank; ++next_old) ++old_rank;
    for (; next_fresh != fresh.end() && *next_fresh == new_rank; ++next_fresh) ++new_rank;
  }
  return kept;
}

}  // namespace tablattice
