#include "core/sync_handler.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "core/trace.hpp"

namespace tablattice {
namespace {

// The greatest version that is known of a row, its deletions included; none where nothing is.
Version greatest_version(const RowState* state) {
  Version greatest;
  if (state == nullptr) return greatest;
  for (const RowFact& fact : state->facts()) greatest = std::max(greatest, fact.version);
  return greatest;
}

struct Place {
  std::string collection;
  std::optional<Stamp> stamp;
};

Place place_of(const SyncEvent& event) {
  if (const auto* mutation = std::get_if<MutationEvent>(&event))
    return {mutation->mutation.collection, mutation->mutation.stamp};
  if (const auto* outcome = std::get_if<OutcomeEvent>(&event)) return {outcome->collection, outcome->stamp};
  if (const auto* rows = std::get_if<RowsEvent>(&event)) return {rows->collection, rows->stamp};
  if (const auto* alias = std::get_if<AliasEvent>(&event)) return {alias->collection, std::nullopt};
  return {};
}

}  // namespace

const char* verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::joined:
      return "joined";
    case Verdict::stale:
      return "stale";
    case Verdict::duplicate:
      return "duplicate";
    case Verdict::refused:
      return "refused";
  }
  return "";
}

Status SyncHandler::receive(std::string_view text, const std::string& source) {
  return receive_from(text, source, session_.now_ms);
}

Status SyncHandler::take_up(std::string_view text) {
  return receive_from(text, "storage", std::numeric_limits<std::int64_t>::max());
}

// `clock_ms`: what the events' stamps may not be far ahead of.
Status SyncHandler::receive_from(std::string_view text, const std::string& source, std::int64_t clock_ms) {
  Result<Message> message = decode_message(text);
  Status status = message.status;
  Clock clock = session_.clock;
  std::size_t index = 0;
  for (const SyncEvent& event : message.value.events) {
    if (!status.ok()) break;
    const std::string where = "message/events/" + std::to_string(index++);
    status = check(event, where);
    const auto stamp = place_of(event).stamp;
    if (status.ok() && stamp && !clock.observe(*stamp, clock_ms)) {
      status = problem("clock_skew", "Another tab's clock is more than five minutes ahead; its event is not applied.",
                       where + "/stamp");
    }
  }
  if (!status.ok()) {
    ++session_.counters.refused;
    return status;
  }
  session_.clock = clock;
  for (const SyncEvent& event : message.value.events) {
    if (!session_.forgotten) apply(event, source, message.value.from);
  }
  return {};
}

Status SyncHandler::check(const SyncEvent& event, const std::string& where) {
  if (std::holds_alternative<ForgetEvent>(event)) return {};
  const Place place = place_of(event);
  Collection* collection = session_.find(place.collection);
  if (collection == nullptr)
    return problem("collection_unknown", "This engine has no collection '" + place.collection + "'.",
                   where + "/collection");
  Status status;
  if (const auto* read = std::get_if<RowsEvent>(&event)) {
    for (std::size_t index = 0; index < read->rows.size() && status.ok(); ++index)
      status = check_row(*collection, read->rows[index], where + "/rows/" + std::to_string(index));
  }
  const auto* outcome = std::get_if<OutcomeEvent>(&event);
  if (outcome != nullptr && !outcome->row.is_null()) {
    status = check_row(*collection, outcome->row, where + "/row");
    // The other tab has found out already that there are no versions; the outcome counts all the same.
    if (status.code == "version_missing") status = {};
  }
  return status;
}

// A version of a form that cannot be compared makes the collection plain when it is joined; one that is no version in any
// form (an object, a boolean) is refused.
Status SyncHandler::check_row(const Collection& collection, const Json& row, const std::string& where) const {
  const Result<RowText> read = collection.read_row(row, where);
  if (read.status.code != "version_form") return read.status;
  const Json& version = row[*collection.options().version_field];
  return version.is_string() || version.is_number() ? Status() : read.status;
}

Result<RowText> SyncHandler::read_row(Collection& collection, const Json& row, const std::string& where) {
  Result<RowText> read = collection.read_row(row, where);
  if (read.ok() || read.status.code != "version_form") return read;
  collection.become_plain();
  session_.effects.report(problem("rung_plain",
                                  "A version of '" + collection.options().name +
                                      "' is neither a whole number nor an ISO-8601 instant; "
                                      "the collection now works without versions (plain rung).",
                                  read.status.where));
  return collection.read_row(row, where);
}

Verdict SyncHandler::apply(const SyncEvent& event, const std::string& source, const std::string& sender) {
  Trace trace(session_, event);
  const Verdict verdict = refusal_by_stranger(event, sender) ? Verdict::refused : join(event);
  switch (verdict) {
    case Verdict::joined:
      ++session_.counters.joined;
      break;
    case Verdict::stale:
      ++session_.counters.stale;
      break;
    case Verdict::duplicate:
      ++session_.counters.duplicate;
      break;
    case Verdict::refused:
      ++session_.counters.refused;
      break;
  }
  trace.finish(event, source, verdict_word(verdict));
  if (verdict != Verdict::refused) tell(event, sender);
  return verdict;
}

bool SyncHandler::refusal_by_stranger(const SyncEvent& event, const std::string& sender) const {
  const auto* outcome = std::get_if<OutcomeEvent>(&event);
  if (outcome == nullptr || outcome->kind == OutcomeEvent::Kind::acked || sender == session_.config.client)
    return false;
  return owned && owned(outcome->name);
}

Verdict SyncHandler::join(const SyncEvent& event) {
  if (const auto* mutation = std::get_if<MutationEvent>(&event)) return join_mutation(*mutation);
  if (const auto* outcome = std::get_if<OutcomeEvent>(&event)) return join_outcome(*outcome);
  if (const auto* alias = std::get_if<AliasEvent>(&event)) {
    return session_.find(alias->collection)->join_alias(alias->temporary_key, alias->key) ? Verdict::joined
                                                                                          : Verdict::duplicate;
  }
  if (const auto* rows = std::get_if<RowsEvent>(&event)) return join_rows(*rows).verdict();
  return Verdict::joined;
}

Verdict SyncHandler::join_mutation(const MutationEvent& event) {
  const bool failed = !event.problem.is_null();  // kept for its user, no longer folded
  if (failed || session_.settled.contains(event.mutation.name)) return Verdict::duplicate;
  return session_.find(event.mutation.collection)->join_mutation(event.mutation) ? Verdict::joined : Verdict::duplicate;
}

Verdict SyncHandler::join_outcome(const OutcomeEvent& event) {
  Collection& collection = *session_.find(event.collection);
  const bool versioned = collection.rung() != Rung::plain;
  bool learnt = false;
  bool effect_confirmed = false;
  if (!event.row.is_null() && versioned) {
    const Result<RowText> row = read_row(collection, event.row, "outcome/row");
    effect_confirmed = row.ok() && collection.rung() != Rung::plain && !row.value.version.none();
    if (effect_confirmed) learnt = collection.join_row(row.value, event.stamp, false);
  }
  const auto version = Version::from_json(event.tombstone_version);
  if (version && versioned) {
    effect_confirmed = true;
    learnt = collection.join_tombstone(event.key, *version, event.stamp, false) || learnt;
  }
  const bool settled =
      event.kind == OutcomeEvent::Kind::rejected || (event.kind == OutcomeEvent::Kind::acked && effect_confirmed);
  const bool told = settled ? collection.join_settled(event.name, event.key)
                            : collection.join_answered(event.name, event.key, event.stamp);
  return learnt || told ? Verdict::joined : Verdict::duplicate;
}

RowsNews SyncHandler::join_rows(const RowsEvent& event) {
  RowsNews news{{event.collection, event.stamp, {}, {}, event.from, event.to, event.mutations}};
  Collection& collection = *session_.find(event.collection);
  for (const GoneKey& gone : event.gone) {
    if (gone.new_life && collection.join_gone(gone.key, event.stamp.just_below())) news.event.gone.push_back(gone);
  }
  join_news(collection, event, news);
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
  const bool moved = delta && move_cursor(event.collection, event.from, event.to);
  news.learnt = news.learnt || settled || moved;
  return news;
}

void SyncHandler::join_news(Collection& collection, const RowsEvent& event, RowsNews& news) {
  std::size_t index = 0;
  for (const Json& json : event.rows) {
    const Result<RowText> row = read_row(collection, json, "rows/" + std::to_string(index++));
    if (!row.ok()) continue;
    const RowState* state = collection.state(row.value.key);
    const bool folded = state != nullptr && !state->mutations().empty();
    const RowFact* before = collection.confirmed(row.value.key);
    const std::string text_before = before == nullptr ? std::string() : before->text;
    const bool older = collection.rung() != Rung::plain && row.value.version < greatest_version(state);
    collection.join_row(row.value, event.stamp, true);
    const RowFact* after = collection.confirmed(row.value.key);
    const bool changed = after != nullptr && after->text != text_before;
    news.stale = news.stale || (older && !changed);
    news.learnt = news.learnt || changed;
    if (changed || folded || !event.to.is_null()) news.event.rows.push_back(json);
  }
}

// A feed names the mutations whose effects its rows hold: they are acked and, since their rows were just joined, settled.
// Whether any of them was not known to be settled.
bool SyncHandler::settle(const std::vector<MutationName>& names, const RowsEvent& event) {
  std::vector<OutcomeEvent> outcomes;
  for (const MutationName& name : names) {
    if (session_.settled.contains(name)) continue;
    session_.settled.add(name);
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

void SyncHandler::tell(const SyncEvent& event, const std::string& sender) {
  if (const auto* mutation = std::get_if<MutationEvent>(&event)) {
    if (on_mutation) on_mutation(*mutation, sender);
  } else if (const auto* outcome = std::get_if<OutcomeEvent>(&event)) {
    if (on_outcome) on_outcome(*outcome);
  } else if (const auto* rows = std::get_if<RowsEvent>(&event)) {
    if (on_rows && sender != session_.config.client) on_rows(*rows);
  } else if (const auto* alias = std::get_if<AliasEvent>(&event)) {
    if (on_alias) on_alias(*alias);
  } else if (std::holds_alternative<ForgetEvent>(event) && on_forget) {
    on_forget();
  }
}

const Json& SyncHandler::cursor(const std::string& collection) const {
  static const Json none;
  const auto found = cursors_.find(collection);
  return found == cursors_.end() ? none : found->second;
}

bool SyncHandler::move_cursor(const std::string& collection, const Json& from, const Json& to) {
  const Json& own = cursor(collection);
  if (from.is_null()) {
    cursors_[collection] = to;
    return true;
  }
  const auto own_mark = Version::from_json(own);
  const auto from_mark = Version::from_json(from);
  const auto to_mark = Version::from_json(to);
  const bool ordered = own_mark && from_mark && to_mark;
  const bool follows = ordered ? *own_mark >= *from_mark && *to_mark > *own_mark : own == from;
  if (follows) cursors_[collection] = to;
  return follows;
}

}  // namespace tablattice
