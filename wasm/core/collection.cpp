#include "core/collection.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tablattice {
namespace {

// What joins that fact into a row's state, as one that is learnt after `sequence`.
auto joining(const RowTextView& row, Stamp stamp, bool read, std::uint64_t sequence) {
  return [&row, stamp = std::move(stamp), read, sequence](RowState& state) {
    const std::uint64_t hash = row.text.empty() ? 0 : row_hash(row.key, row.text);
    const bool fact_learnt = state.join_fact({row.version, stamp, std::string(row.text), sequence + 1, hash});
    const bool read_learnt = read && state.join_read(stamp);
    return fact_learnt || read_learnt;
  };
}

// Of what is known of a row: its mutations that have an answer, and the answers.
RowState answered_part(const RowState& row) {
  RowState part;
  for (const Mutation& mutation : row.mutations()) {
    if (row.answered(mutation.name)) part.join_mutation(mutation);
  }
  for (const auto& [name, answer] : row.answers()) part.join_answered(name, answer);
  return part;
}

}  // namespace

Collection::Collection(CollectionOptions options, SettledNames& settled)
    : options_(std::move(options)), settled_(settled) {}

void Collection::become_plain() {
  if (rung() == Rung::plain) return;
  // Only a row of several facts can be another one by the other order.
  std::vector<Change> before;
  for (auto& row : rows_) {
    if (row.second.state.facts().size() > 1) before.push_back({&row, shown_copy(row.second)});
  }
  options_.rung = Rung::plain;
  std::sort(before.begin(), before.end(),
            [](const Change& left, const Change& right) { return left.row->first < right.row->first; });
  for (const Change& change : before) refresh(*change.row, change.before);
}

// The row at `key`, made where nothing was heard of it.
Collection::Row& Collection::row_of(std::string_view key) {
  const auto known = rows_.find(key);
  return known == rows_.end() ? add_row(key) : *known;
}

// The same where it is known that nothing was.
Collection::Row& Collection::add_row(std::string_view key) {
  Row& row = *rows_.try_emplace(std::string(key)).first;
  row.second.bucket = static_cast<std::uint8_t>(bucket_of(key));
  link(row);
  return row;
}

// Joins one fact into the row at `key`, settles what that settles, and notes what users see change.
template <typename Join>
bool Collection::learn(const std::string& key, Join join) {
  return learn_row(row_of(key), join);
}

template <typename Join>
bool Collection::learn_row(Row& row, Join join) {
  Text before = shown_copy(row.second);
  if (!join(row.second.state)) return false;
  ++sequence_;
  refresh(row, std::move(before));
  settle_row(row.first);
  return true;
}

// A read of this row may also settle what waits under the temporary keys that it had.
void Collection::settle_row(const std::string& key) {
  if (unsettled_.empty()) return;
  settle(key);
  for (const std::string& temporary_key : aliases_.temporary_keys_of(key)) settle(resolve(temporary_key));
}

// What most rows of a poll come to: the row is known as it is, and is shown as it was.
std::optional<bool> Collection::join_again(Row& known, const RowTextView& row, const Stamp& stamp, bool read) {
  const std::optional<bool> learnt = known.second.state.join_again(row.version, row.text, own_stamp(stamp), read);
  if (!learnt || !*learnt) return learnt;
  ++sequence_;
  settle_row(known.first);
  return learnt;
}

Collection::Place Collection::place(std::string_view key) {
  const auto found = rows_.find(key);
  return found == rows_.end() ? Place() : Place(&*found);
}

bool Collection::join_read_row(Place& place, const RowTextView& row, const Stamp& stamp) {
  Row* known = place.row_;
  if (known != nullptr && join_again(*known, row, stamp, true)) return false;
  if (known == nullptr) known = &add_row(row.key);
  place = Place(known);
  const RowState& state = known->second.state;
  const RowFact* before = state.confirmed(order());
  const auto hash_before = before == nullptr ? std::nullopt : std::optional(before->hash);
  learn_row(*known, joining(row, own_stamp(stamp), true, sequence_));
  const RowFact* after = state.confirmed(order());
  return after != nullptr && hash_before != after->hash;
}

void Collection::join_unchanged(const Stamp& stamp, std::uint64_t sequence) {
  for_each_confirmed([&](const std::string& key, const RowFact& fact, std::uint32_t /*mark*/) {
    if (fact.sequence <= sequence) join_row({key, fact.version, fact.text}, stamp, true);
  });
}

bool Collection::join_row(const RowTextView& row, const Stamp& stamp, bool read) {
  Row& known = row_of(row.key);
  if (const auto learnt = join_again(known, row, stamp, read)) return *learnt;
  return learn_row(known, joining(row, own_stamp(stamp), read, sequence_));
}

bool Collection::join_state(const std::string& key, const RowState& known) {
  return learn(key, [&](RowState& state) {
    bool learnt = known.gone().empty() ? false : state.join_gone(own_stamp(known.gone()));
    for (RowFact fact : known.facts()) {
      fact.sequence = sequence_ + 1;
      fact.stamp = own_stamp(fact.stamp);
      learnt = state.join_fact(std::move(fact)) || learnt;
    }
    return (!known.read_at().empty() && state.join_read(own_stamp(known.read_at()))) || learnt;
  });
}

bool Collection::join_tombstone(const std::string& key, const Version& version, const Stamp& stamp, bool read) {
  return join_row({key, version, {}}, stamp, read);
}

bool Collection::join_gone(const std::string& key, const Stamp& stamp) {
  return learn(key, [&](RowState& state) {
    const bool gone_learnt = state.join_gone(own_stamp(stamp));
    return state.join_read(own_stamp(stamp)) || gone_learnt;
  });
}

bool Collection::join_complete(const Stamp& stamp) {
  if (stamp <= complete_at_) return false;
  complete_at_ = stamp;
  ++sequence_;
  drop_settled();
  return true;
}

bool Collection::join_mutation(const Mutation& mutation) {
  if (settled_.contains(mutation.name)) return false;
  return learn(resolve(mutation.key), [&](RowState& state) { return state.join_mutation(mutation); });
}

bool Collection::join_answered(const MutationName& name, const std::string& key, const Stamp& stamp) {
  if (settled_.contains(name)) return false;
  ++answers_heard_;
  return learn(resolve(key), [&](RowState& state) { return state.join_answered(name, {stamp, key}); });
}

bool Collection::join_settled(const MutationName& name, const std::string& key) {
  const bool learnt = !settled_.contains(name);
  settled_.add(name);
  if (learnt) ++sequence_;
  // A mutation that was taken over may be known here under another key than the one that is told.
  if (!drop(resolve(key), name)) drop_settled();
  return learnt;
}

bool Collection::join_alias(const std::string& temporary_key, const std::string& key) {
  const std::string home_before = resolve(temporary_key);
  if (!aliases_.join(temporary_key, key)) return false;
  ++sequence_;
  ++answers_heard_;
  const std::string home = resolve(temporary_key);
  if (home != home_before && unsettled_.contains(home_before)) {
    Row& source = row_of(home_before);
    Row& target = row_of(home);
    const Text source_text = shown_copy(source.second);
    const Text target_text = shown_copy(target.second);
    source.second.state.move_mutations(temporary_key, target.second.state);
    refresh(source, source_text);
    refresh(target, target_text);
  }
  // A read of any key that was told for the temporary one may settle what waits on it.
  settle(home);
  return true;
}

bool Collection::join_named(const MutationName& name) {
  const auto waits = [&](const std::string& key) {
    const RowState& row = rows_.at(key).state;
    return is_temporary_key(key) && !row.answered(name) &&
           std::any_of(row.mutations().begin(), row.mutations().end(), [&](const Mutation& mutation) {
             return mutation.name == name && mutation.operation == Operation::create;
           });
  };
  const bool settles = options_.ids != Ids::server || std::none_of(unsettled_.begin(), unsettled_.end(), waits);
  settles ? settled_.add(name) : static_cast<void>(named_.insert(name));
  return settles;
}

bool Collection::join_alias_of(const MutationName& name, const std::string& key) {
  if (options_.ids != Ids::server || key.empty() || is_temporary_key(key)) return false;
  const auto names = [&](const Mutation& mutation) { return mutation.name == name; };
  const auto home = std::find_if(unsettled_.begin(), unsettled_.end(), [&](const std::string& known) {
    const auto& mutations = rows_.at(known).state.mutations();
    return is_temporary_key(known) && std::any_of(mutations.begin(), mutations.end(), names);
  });
  return home != unsettled_.end() && join_alias(std::string(*home), key);
}

void Collection::drop_settled() {
  const auto keys = unsettled_;
  for (const std::string& key : keys) settle(key);
}

void Collection::set_cursor(Json cursor) {
  known_to_ = Version::from_json(cursor).value_or(Version());
  cursor_ = std::move(cursor);
}

bool Collection::past(const Json& cursor) const {
  const auto mark = Version::from_json(cursor);
  return !cursor_.is_null() && !known_to_.none() && mark && *mark < known_to_;
}

bool Collection::move_cursor(const Json& from, const Json& to) {
  const auto from_mark = Version::from_json(from);
  const auto to_mark = Version::from_json(to);
  const bool ordered = !cursor_.is_null() && !known_to_.none() && from_mark && to_mark;
  const bool follows = ordered ? known_to_ >= *from_mark && *to_mark > known_to_ : cursor_ == from;
  if (follows) set_cursor(to);
  return follows;
}

void Collection::reset(const std::vector<Mutation>& kept) {
  for (const std::string& key : known_keys()) {
    Row& row = *rows_.find(key);
    const Text before = shown_copy(row.second);
    row.second.state = answered_part(row.second.state);
    refresh(row, before);
  }
  // Those that changed are forgotten once that is told.
  erase_if([](const Row& row) { return !row.second.changed && row.second.state.unknown(); });
  began_anew_ = true;
  complete_at_ = Stamp();
  set_cursor(nullptr);
  ++sequence_;
  for (const Mutation& mutation : kept) join_mutation(mutation);
}

bool Collection::outlived(const RowState* known, const Version& version, const Stamp& stamp) const {
  if (rung() != Rung::feed) return stamp < complete_at_ && (known == nullptr || known->facts().empty());
  if (known_to_.none() || version > known_to_) return false;
  return known == nullptr || std::none_of(known->facts().begin(), known->facts().end(),
                                          [&](const RowFact& fact) { return fact.version >= version; });
}

std::uint64_t Collection::unsettled_hash() const {
  std::uint64_t hash = 0;
  for (const std::string& key : unsettled_) {
    for (const Mutation& mutation : rows_.at(key).state.mutations()) hash += text_hash(mutation.name.text());
  }
  return hash;
}

std::optional<std::uint64_t> Collection::mark(const Place& place, std::uint32_t mark) {
  if (place.empty()) return std::nullopt;
  Entry& entry = place.row_->second;
  return std::exchange(entry.mark, mark) == mark ? 0 : entry.hash;
}

bool Collection::answered(const Mutation& mutation) const {
  const auto answered_at = [&](const std::string& key) {
    const RowState* row = state(key);
    return row != nullptr && row->answered(mutation.name);
  };
  const auto& keys = aliases_.keys_of(mutation.key);
  return answered_at(mutation.key) || std::any_of(keys.begin(), keys.end(), answered_at);
}

bool Collection::unanswered_before(const Mutation& mutation) const {
  return std::any_of(unsettled_.begin(), unsettled_.end(),
                     [&](const std::string& key) { return rows_.at(key).state.unanswered_before(mutation); });
}

std::vector<std::string> Collection::take_changed() {
  std::vector<std::string> keys;
  take_changed([&keys](const std::string& key, const std::string* /*text*/, bool /*came*/) { keys.push_back(key); });
  return keys;
}

void Collection::forget(const Stamp& horizon) {
  const auto keys = unsettled_;
  for (const std::string& key : keys) {
    Row& row = *rows_.find(key);
    const Text before = shown_copy(row.second);
    if (row.second.state.forget_answers(horizon)) refresh(row, before);
  }
  erase_if([&](const Row& row) { return !row.second.changed && row.second.state.forgettable(horizon, order()); });
  clients_.drop_unused();
}

// Adds to the settled names what the reads settle, and drops the row's mutations that are settled.
void Collection::settle(const std::string& key) {
  if (!unsettled_.contains(key)) return;
  const RowState& row = rows_.at(key).state;
  std::vector<MutationName> names;
  for (const auto& [name, answer] : row.answers()) {
    if (answer.stamp < settled_before(answer.key)) settled_.add(name);
    if (settled_.contains(name)) names.push_back(name);
  }
  for (const Mutation& mutation : row.mutations()) {
    if (settled_.contains(mutation.name)) names.push_back(mutation.name);
  }
  for (const MutationName& name : names) drop(key, name);
}

// An answer for a mutation on this key that is older than this is in every state that was read since.
Stamp Collection::settled_before(const std::string& mutation_key) const {
  Stamp latest = complete_at_;
  const auto consider = [&](const std::string& key) {
    const RowState* row = state(key);
    if (row != nullptr) latest = std::max(latest, row->read_at());
  };
  consider(mutation_key);
  for (const std::string& key : aliases_.keys_of(mutation_key)) consider(key);
  return latest;
}

bool Collection::drop(const std::string& key, const MutationName& name) {
  const auto found = rows_.find(key);
  if (found == rows_.end()) return false;
  const Text before = shown_copy(found->second);
  if (!found->second.state.drop_mutation(name)) return false;
  named_.erase(name);
  refresh(*found, before);
  return true;
}

const std::string* Collection::shown(const Entry& entry) const {
  if (!entry.state.mutations().empty()) return entry.folded ? &*entry.folded : nullptr;
  const RowFact* fact = entry.state.confirmed(order());
  return fact == nullptr ? nullptr : &fact->text;
}

Collection::Text Collection::shown_copy(const Entry& entry) const {
  const std::string* text = shown(entry);
  return text == nullptr ? Text() : Text(*text);
}

// Brings the row's visible text up to date with its state. `before`: what was visible.
void Collection::refresh(Row& changed, Text before) {
  auto& [key, entry] = changed;
  const RowState& row = entry.state;
  if (!row.mutations().empty() || !row.answers().empty()) {
    unsettled_.insert(key);
  } else if (!unsettled_.empty()) {
    unsettled_.erase(key);
  }
  const RowFact* fact = row.confirmed(order());
  const std::uint64_t hash = fact == nullptr ? 0 : fact->hash;
  if (hash != entry.hash) {
    buckets_[entry.bucket] += hash - entry.hash;
    hash_ += hash - entry.hash;
    entry.since = {sequence_, machine_ms_};
    entry.hash = hash;
  }
  entry.folded.reset();
  if (!row.mutations().empty()) {
    if (std::string text = fold(key, row); !text.empty()) entry.folded.demand() = std::move(text);
  }
  const std::string* after = shown(entry);
  if (differ(before, after)) note_changed(changed, std::move(before), after);
}

void Collection::note_changed(Row& row, Text before, const std::string* after) {
  if (before) --visible_count_;
  if (after != nullptr) ++visible_count_;
  for (FieldIndex& index : indexes_) {
    if (before) index.erase(row.first, *before);
    if (after != nullptr) index.insert(row.first, *after);
  }
  if (!std::exchange(row.second.changed, true)) changed_.push_back({&row, std::move(before)});
}

std::string Collection::fold(const std::string& key, const RowState& state) const {
  auto row = state.folded({order(), options_.assign, options_.key_field, key});
  if (!row) return {};
  if (state.pending()) (*row)["$pending"] = true;
  return dump_json(*row);
}

}  // namespace tablattice
