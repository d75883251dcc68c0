// The half of Transfer that says and hears what a tab has.
#include <algorithm>
#include <iterator>

#include "core/transfer.hpp"

namespace tablattice {
namespace {

const RowFact* standing(const Collection& collection, const RowRecord& record) {
  return record.state.confirmed(collection.order());
}

// The fact of the greatest version, be it the row or its deletion; null where there is none.
const RowFact* newest(const Collection& collection, const std::string& key) {
  const RowState* state = collection.state(key);
  if (state == nullptr) return nullptr;
  const RowFacts& facts = state->facts();
  const auto greatest = std::max_element(facts.begin(), facts.end(), [](const RowFact& left, const RowFact& right) {
    return left.version < right.version;
  });
  return greatest == facts.end() ? nullptr : &*greatest;
}

}  // namespace

void Transfer::answer_waiting() {
  for (auto next = waiting_.begin(); next != waiting_.end();) {
    const auto item = next++;
    if (item->second.at_ms > session_.now_ms) continue;
    const HelloEvent hello = std::move(item->second.hello);
    const std::string to = item->first;
    waiting_.erase(item);
    StateEvent answer;
    answer.to = to;
    answer.id = hello.id;
    if (told_.size() > transfers_max) std::erase_if(told_, [](const auto& told) { return !told.first.empty(); });
    const Told& told = told_[to] = {hello.id, holdings()};
    tell(std::move(answer), told.holdings, hello.collections);
  }
}

// Rows in buckets that differ from `theirs`, and whatever is not settled. `mine`: holdings(). What was being told to that
// tab is not waited for there any more, or was of an earlier time.
void Transfer::tell(StateEvent head, std::map<std::string, Holding> mine,
                    const std::map<std::string, Holding>& theirs) {
  std::erase_if(telling_,
                [&](const StateParts& parts) { return parts.head().to == head.to && parts.head().back == head.back; });
  tell_next(StateParts(session_, std::move(head), std::move(mine), theirs));
}

void Transfer::advance() {
  if (telling_.empty() || !session_.running || session_.outdated) return;
  StateParts parts = std::move(telling_.front());
  telling_.pop_front();
  tell_next(std::move(parts));
}

void Transfer::tell_next(StateParts parts) {
  const auto slice_bytes = static_cast<std::size_t>(session_.config.poll.slice_bytes);
  for (StateEvent& part : parts.next(std::min(slice_bytes, state_bytes_wanted), mutation_event))
    session_.effects.send(std::move(part));
  if (!parts.done()) telling_.push_back(std::move(parts));
}

// Whether this tab has something that the sender of `end` has not.
bool Transfer::lacked_by(const StateEnd& end) const {
  return std::any_of(session_.collections.begin(), session_.collections.end(), [&](const auto& item) {
    const auto theirs = end.collections.find(item.first);
    if (theirs == end.collections.end()) return false;
    const Holding mine = holding(item.second);
    const std::set<MutationName> known(theirs->second.unsettled.begin(), theirs->second.unsettled.end());
    const bool name_unknown = std::any_of(mine.unsettled.begin(), mine.unsettled.end(),
                                          [&](const MutationName& name) { return !known.contains(name); });
    // What of theirs is settled here they lack as well.
    const bool settled_here = std::any_of(known.begin(), known.end(),
                                          [&](const MutationName& name) { return session_.settled.contains(name); });
    return name_unknown || settled_here || mine.buckets != theirs->second.buckets;
  });
}

void Transfer::heard_state(const StateEvent& state, const std::string& sender) {
  if (state.to != session_.config.client) {
    const auto waiting = waiting_.find(state.to);
    const bool answered =
        waiting != waiting_.end() && !waiting->second.announced && waiting->second.hello.id == state.id;
    if (answered) waiting_.erase(waiting);
    return;
  }
  forget_incoming(false);
  const std::tuple<std::string, bool, std::uint64_t> name = {sender, state.back, state.id};
  const bool expected = state.back || state.id == hello_id_;
  if (!expected || (incoming_.size() >= transfers_max && !incoming_.contains(name))) return;
  if (greeting_ && !state.back) {
    greeting_->answered = true;
    greeting_->until_ms = session_.now_ms + state_patience_ms;
  }
  if (state.collection.empty() && !state.end) return;  // only says that it comes
  Incoming& incoming = incoming_[name];
  incoming.heard_ms = session_.now_ms;
  incoming.learnt = join(state, sender) || incoming.learnt;
  ++incoming.parts;
  if (state.end) incoming.end = state.end;
  for (const RowRecord& row : state.rows) {
    // What they know of a row that is not there: it was deleted, or only its mutations were heard of.
    const RowFact* fact = standing(*session_.find(state.collection), row);
    if (fact != nullptr) incoming.note(state.collection, row.key, *fact);
  }
  // The parts may come in any order.
  if (!incoming.end || incoming.parts < incoming.end->parts) return;
  const Incoming whole = std::move(incoming);
  incoming_.erase(name);
  finish(whole, state, sender);
}

void Transfer::Incoming::note(const std::string& collection, const std::string& key, const RowFact& fact) {
  rows[collection][bucket_of(key)].insert_or_assign(key, Standing{fact.version, fact.stamp});
}

bool Transfer::Incoming::holds(const std::string& collection, const std::string& key) const {
  const auto buckets = rows.find(collection);
  if (buckets == rows.end()) return false;
  const auto bucket = buckets->second.find(bucket_of(key));
  return bucket != buckets->second.end() && bucket->second.contains(key);
}

std::optional<std::int64_t> Transfer::hears_state_until() const {
  std::optional<std::int64_t> until_ms;
  for (const auto& [name, incoming] : incoming_) {
    const std::int64_t patience_ends_ms = incoming.heard_ms + state_patience_ms;
    if (patience_ends_ms > session_.now_ms) until_ms = std::max(until_ms.value_or(0), patience_ends_ms);
  }
  return until_ms;
}

// One whose parts do not come any more: some were lost.
void Transfer::forget_incoming(bool all) {
  std::erase_if(incoming_, [&](const auto& item) {
    return all || item.second.heard_ms + 10 * state_patience_ms < session_.now_ms;
  });
}

bool Transfer::join(const StateEvent& state, const std::string& sender) {
  if (state.collection.empty()) return false;
  Collection& collection = *session_.find(state.collection);
  bool learnt = false;
  for (const RowRecord& row : state.rows) follow_rung(collection, row);
  for (const auto& [temporary_key, key] : state.aliases) {
    const AliasEvent alias{state.collection, temporary_key, key};
    learnt = handler_.apply(alias, "state", sender) == Verdict::joined || learnt;
  }
  for (const RowRecord& row : state.rows) learnt = join_record(collection, row, sender) || learnt;
  return learnt;
}

// The other tab may have found out that the backend's versions are missing, or cannot be compared.
void Transfer::follow_rung(Collection& collection, const RowRecord& record) {
  for (const RowFact& fact : record.state.facts()) {
    if (collection.rung() == Rung::plain || fact.tombstone() || !fact.version.none()) continue;
    const Json row = parse_json(fact.text).value;
    const Result<RowText> read = handler_.read_row(collection, row, "state/rows");
    handler_.follow_rung(collection, read.status.code == "version_missing");
  }
}

// What was deleted before this tab's cursor it knows better, even where it has asked: the other one may be behind.
bool Transfer::join_record(Collection& collection, const RowRecord& record, const std::string& sender) {
  const RowFact* fact = standing(collection, record);
  const bool outlived = fact != nullptr && collection.outlived(record.key, fact->version, fact->stamp);
  bool learnt = !outlived && collection.join_state(record.key, record.state);
  for (const MutationEvent& event : record.mutations)
    learnt = handler_.apply(event, "state", sender) == Verdict::joined || learnt;
  for (const auto& [name, answer] : record.state.answers())
    learnt = collection.join_answered(name, answer.key, answer.stamp) || learnt;
  return learnt;
}

void Transfer::finish(const Incoming& incoming, const StateEvent& last, const std::string& sender) {
  const bool answers_us = !last.back;
  const auto told = told_.find(answers_us ? std::string() : sender);
  const bool compared = told != told_.end() && told->second.id == last.id;
  const bool learnt = join_end(incoming, answers_us, compared ? &told->second : nullptr) || incoming.learnt;
  const bool newcomer = greeting_ && greeting_->reason == Reason::newcomer;
  if (learnt && !newcomer) ++session_.counters.healed;
  if (!answers_us) return;
  greeting_.reset();
  session_.greeting = false;
  if (learnt) drift_hellos_ = 0;
  if (!lacked_by(*incoming.end)) return;
  StateEvent back;
  back.to = sender;
  back.id = last.id;
  back.back = true;
  tell(std::move(back), holdings(), incoming.end->collections);
}

// All parts are here, so what they amount to counts: no name is settled before its row has come.
// `told`: what they have compared theirs with.
bool Transfer::join_end(const Incoming& incoming, bool answers_us, const Told* told) {
  const StateEnd& end = *incoming.end;
  bool learnt = false;
  bool all_complete = true;
  std::uint64_t unsettled_before = 0;
  std::uint64_t unsettled_after = 0;
  for (auto& [name, collection] : session_.collections) {
    const auto theirs = end.collections.find(name);
    const bool complete = theirs != end.collections.end() && theirs->second.complete;
    all_complete = all_complete && complete;
    unsettled_before += collection.unsettled_hash();
    if (complete && told != nullptr) learnt = join_absent(collection, theirs->second, incoming, *told) || learnt;
    if (complete) learnt = join_restarted(collection, theirs->second, incoming) || learnt;
  }
  const bool all_held = holds_settled(incoming, answers_us, told);
  if (all_held) session_.settled.join(end.settled);
  for (auto& [name, collection] : session_.collections) {
    collection.drop_settled();
    const auto theirs = end.collections.find(name);
    if (theirs == end.collections.end() || !equals(collection, theirs->second, answers_us)) continue;
    const bool passed = told != nullptr && passed_over(collection, theirs->second, *told);
    if (passed || settles_unheld(collection, theirs->second, incoming)) {
      if (on_incurable) on_incurable(name);
      continue;
    }
    collection.join_complete(theirs->second.complete_at);
    if (answers_us && on_complete) on_complete(name, theirs->second);
  }
  for (const auto& [name, collection] : session_.collections) unsettled_after += collection.unsettled_hash();
  // A collection that the other tab lacks as well is read by whoever needs it; its messages need not be waited for.
  if (all_held && (answers_us || all_complete)) session_.heard.cover(end.marks, session_.now_ms);
  return learnt || unsettled_before != unsettled_after;
}

// Whether nothing is missing here that is there. What a newcomer knows is theirs; where both had something, only equal rows
// show it.
bool Transfer::equals(const Collection& collection, const Holding& theirs, bool answers_us) const {
  if (!theirs.complete) return false;
  return is_complete(collection) ? collection.buckets() == theirs.buckets : answers_us;
}

// Whether something older than their cursor came here since this tab said what it has, in a bucket of which they told
// nothing: they may know that it was deleted, and no delta would ever tell it.
bool Transfer::passed_over(const Collection& collection, const Holding& theirs, const Told& told) {
  const auto mine = told.holdings.find(collection.options().name);
  const auto cursor = Version::from_json(theirs.cursor);
  if (collection.rung() != Rung::feed || mine == told.holdings.end() || !cursor) return false;
  if (collection.buckets() == theirs.buckets) return false;
  const auto keys = collection.confirmed_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const std::size_t bucket = bucket_of(key);
    const bool untold = mine->second.buckets[bucket] == theirs.buckets[bucket];
    const bool differs = collection.buckets()[bucket] != theirs.buckets[bucket];
    return untold && differs && collection.confirmed(key)->version <= *cursor;
  });
}

// Whether their list would settle a change whose row stands here, of an earlier read, and not there: it came to a newcomer
// since its hello, and may be of before that change. Whether it is gone the next list tells.
bool Transfer::settles_unheld(const Collection& collection, const Holding& theirs, const Incoming& incoming) {
  if (collection.rung() == Rung::feed || collection.buckets() == theirs.buckets) return false;
  const auto& keys = collection.unsettled_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const std::size_t bucket = bucket_of(key);
    const bool differs = collection.buckets()[bucket] != theirs.buckets[bucket];
    if (!differs || incoming.holds(collection.options().name, key)) return false;
    const RowFact* stands = collection.confirmed(key);
    return stands != nullptr && stands->stamp <= theirs.complete_at;
  });
}

// Whether the rows stand here that hold the effects of what is settled there. Since this tab said what it has, an answer or a
// message that was long on its way may have brought a row as it was before: they did not tell theirs, which was no other one
// then. Their settled names wait for the next comparison, which shows the difference.
bool Transfer::holds_settled(const Incoming& incoming, bool answers_us, const Told* told) const {
  return std::all_of(session_.collections.begin(), session_.collections.end(), [&](const auto& item) {
    const auto theirs = incoming.end->collections.find(item.first);
    return theirs == incoming.end->collections.end() ||
           holds_settled(item.second, incoming, knows_absent(item.second, theirs->second, answers_us, told));
  });
}

// `knows_absent`: a row that neither tab has is known here to be gone.
bool Transfer::holds_settled(const Collection& collection, const Incoming& incoming, bool knows_absent) {
  const std::string& name = collection.options().name;
  const Holding& theirs = incoming.end->collections.at(name);
  const auto& keys = collection.unsettled_keys();
  return std::all_of(keys.begin(), keys.end(), [&](const auto& key) {
    const std::size_t bucket = bucket_of(key);
    const RowState& row = *collection.state(key);
    if (collection.buckets()[bucket] == theirs.buckets[bucket] && (knows_absent || !row.facts().empty())) return true;
    if (incoming.holds(name, key)) return true;
    return std::none_of(row.mutations().begin(), row.mutations().end(),
                        [&](const Mutation& mutation) { return incoming.end->settled.contains(mutation.name); });
  });
}

// On a feed what tells that a row is gone of which there was never a tombstone is the cursor alone: without it, an answer
// that comes late shows the row again.
bool Transfer::knows_absent(const Collection& collection, const Holding& theirs, bool answers_us,
                            const Told* told) const {
  if (collection.rung() != Rung::feed || theirs.cursor.is_null()) return true;
  if (collection.cursor() == theirs.cursor || collection.past(theirs.cursor)) return true;
  const bool passed = told != nullptr && passed_over(collection, theirs, *told);
  return answers_us && equals(collection, theirs, answers_us) && !passed;
}

// Whether their last list was asked for when this tab knew the row already as it stands here. What that list says of it is
// then the later word. Stamps alone do not tell: of two reads, the one that was sent first may have been answered last.
bool Transfer::read_later(const Collection& collection, const std::string& key, const Holding& theirs) {
  return collection.stands_since(key).ms < theirs.complete_at.ms;
}

// A row of ours that they do not have is gone: on a feed where they are past its version, else where they miss nothing that
// was there since it was read.
bool Transfer::join_absent(Collection& collection, const Holding& theirs, const Incoming& incoming, const Told& told) {
  const auto mine = told.holdings.find(collection.options().name);
  if (mine == told.holdings.end()) return false;
  const bool feed = collection.rung() == Rung::feed;
  const auto cursor = feed ? Version::from_json(theirs.cursor) : std::nullopt;
  if (feed && !cursor) return false;  // the order of their stamps says nothing here: clocks may be apart
  bool learnt = false;
  for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
    const bool told_here = mine->second.buckets[bucket] != theirs.buckets[bucket];
    // Where the same rows stand here, they have each.
    if (!told_here || collection.buckets()[bucket] == theirs.buckets[bucket]) continue;
    for (const std::string& key : collection.keys_in(bucket)) {
      const RowFact* stands = collection.confirmed(key);
      if (stands == nullptr || incoming.holds(collection.options().name, key)) continue;
      const RowFact fact = *stands;
      if (cursor && fact.version <= *cursor) {
        learnt = collection.join_tombstone(key, *cursor, theirs.complete_at, false) || learnt;
      } else if (!feed && fact.stamp <= theirs.complete_at && read_later(collection, key, theirs)) {
        learnt = collection.join_gone(key, theirs.complete_at) || learnt;
      }
    }
  }
  return learnt;
}

// Where a lower version stands there, although nothing is missing that was there when ours was read, its key lives again
// with restarted versions (design §4). So it does where their list names a lower version than that of a deletion which was
// known before the list was sent: only who has heard of the deletion can tell that the versions have restarted.
bool Transfer::join_restarted(Collection& collection, const Holding& theirs, const Incoming& incoming) {
  const auto received = incoming.rows.find(collection.options().name);
  if (collection.rung() != Rung::versioned || received == incoming.rows.end()) return false;
  bool learnt = false;
  for (const auto& [bucket, rows] : received->second) {
    if (collection.buckets()[bucket] == theirs.buckets[bucket]) continue;
    for (const auto& [key, row] : rows) {
      const RowFact* mine = newest(collection, key);
      const bool older = mine != nullptr && mine->stamp <= theirs.complete_at && mine->stamp < row.stamp;
      const bool listed = mine != nullptr && (!mine->tombstone() || row.stamp <= theirs.complete_at);
      if (older && listed && read_later(collection, key, theirs) && row.version < mine->version)
        learnt = collection.join_gone(key, row.stamp.just_below()) || learnt;
    }
  }
  return learnt;
}

}  // namespace tablattice
