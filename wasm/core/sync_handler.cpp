#include "core/sync_handler.hpp"

#include <algorithm>
#include <limits>

#include "core/trace.hpp"

namespace tablattice {
namespace {

// Whether its rows may turn out to have no versions: the engine was not told the rung.
bool may_turn_plain(const Collection& collection) {
  return collection.rung() == Rung::versioned && !collection.options().rung_told;
}

// From when on a read shows what became of it. A feed promises no step back whatever the clocks say, and a tab whose
// clock is behind need not have heard of the reads that are known here: one of an older protocol hears none of a newer.
Stamp answered_at(Session& session, const Collection& collection, const OutcomeEvent& event) {
  if (collection.rung() != Rung::feed || event.kind != OutcomeEvent::Kind::unknown) return event.stamp;
  const RowState* row = collection.state(collection.resolve(event.key));
  const Stamp read_at = row == nullptr ? Stamp() : row->read_at();
  return event.stamp < std::max(collection.complete_at(), read_at) ? session.tick() : event.stamp;
}

// The messages of this protocol's outbox entries have no number: they are kept, not sent. Neither has a push.
bool kept(const Message& message) { return message.n == 0; }

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
  const Result<Message> read = decode_message(text, openings_);
  if (!read.ok()) {
    if (read.status.code != "message_newer") ++session_.counters.malformed;
    return read.status;
  }
  const Message& message = read.value;
  if (message.from == session_.config.client) return {};
  // A tab that was frozen hears them when it goes on; what became of them is in the state that it asks for.
  const bool outbox_entry = kept(message) && source == "storage";
  if (!outbox_entry && message.at_ms < session_.wall_ms - session_.config.tabs.memory_ms) {
    ++session_.counters.stale;
    return {};
  }
  return receive_from(message, source, session_.wall_ms);
}

Status SyncHandler::take_up(std::string_view text) {
  const Result<Message> message = decode_message(text);
  if (message.ok()) {
    for (const SyncEvent& event : message.value.events) {
      const auto* mutation = std::get_if<MutationEvent>(&event);
      if (mutation != nullptr && on_found) on_found(*mutation, message.value.from);
    }
    return receive_from(message.value, "storage", std::numeric_limits<std::int64_t>::max());
  }
  if (message.status.code != "message_newer") ++session_.counters.malformed;
  return message.status;
}

// `clock_ms`: what the events' stamps may not be far ahead of.
Status SyncHandler::receive_from(const Message& message, const std::string& source, std::int64_t clock_ms) {
  Clock clock = session_.clock;
  for (std::size_t index = 0; index < message.events.size(); ++index) {
    const SyncEvent& event = message.events[index];
    const EventPlace place = place_of(event);
    Status status = check(event, place.collection);
    if (status.ok() && place.stamp && !clock.observe(*place.stamp, clock_ms)) {
      status = problem("clock_skew", "Another tab's clock is more than five minutes ahead; its event is not applied.",
                       "/stamp");
    }
    if (status.ok()) continue;
    ++session_.counters.refused;
    status.where = "message/events/" + std::to_string(index) + status.where;
    return status;
  }
  session_.clock = clock;
  session_.note_client(message.from);
  if (!kept(message) && !session_.heard.note(message.from, {message.life, message.n}, session_.now_ms)) {
    ++session_.counters.duplicate;
    return {};
  }
  for (const SyncEvent& event : message.events) {
    if (!session_.forgotten) apply(event, source, message.from);
  }
  return {};
}

Status SyncHandler::check(const SyncEvent& event, const std::string& collection_name) {
  if (collection_name.empty()) return {};
  // Joined only by the one that it is for; with many tabs the others hear of most states.
  const auto* told = std::get_if<StateEvent>(&event);
  if (told != nullptr && told->to != session_.config.client) return {};
  Collection* collection = session_.find(collection_name);
  if (collection == nullptr)
    return problem("collection_unknown", "This engine has no collection '" + collection_name + "'.", "/collection");
  if (const auto* read = std::get_if<RowsEvent>(&event)) return check_rows(*collection, read->rows);
  if (told != nullptr) return check_state(*collection, *told);
  const auto* outcome = std::get_if<OutcomeEvent>(&event);
  if (outcome == nullptr || outcome->row.is_null()) return {};
  Status status = check_row(*collection, outcome->row, "/row");
  // The other tab has found out already that there are no versions; the outcome counts all the same.
  return status.code == "version_missing" ? Status() : status;
}

Status SyncHandler::check_rows(const Collection& collection, const EventRows& rows) const {
  for (std::size_t index = 0; index < rows.size(); ++index) {
    if (rows.read(index, collection)) continue;
    Status status = check_row(collection, rows.json(index), "/rows/" + std::to_string(index));
    if (!status.ok()) return status;
  }
  return {};
}

Status SyncHandler::check_state(const Collection& collection, const StateEvent& event) const {
  for (const RowRecord& record : event.rows) {
    for (const RowFact& fact : record.state.facts()) {
      if (fact.tombstone()) continue;
      const Json row = parse_json(fact.text).value;
      Status status = check_row(collection, row, "/rows");
      const auto key = row.find(collection.options().key_field);
      if (status.ok() && key_text(*key, "").value != record.key)
        status = problem("message_invalid", "A row's fact is told under another key than its own.", "/rows");
      if (!status.ok()) return status;
    }
    for (const MutationEvent& each : record.mutations) {
      if (each.mutation.collection == event.collection) continue;
      return problem("message_invalid", "A row's mutation is one of another collection.", "/rows");
    }
  }
  return {};
}

// A version of a form that cannot be compared makes the collection plain when it is joined; one that is no version in any
// form (an object, a boolean) is refused.
Status SyncHandler::check_row(const Collection& collection, const Json& row, const std::string& where) const {
  Status status = collection.check_row(row, where);
  // The other tab has found out already that there are no versions.
  if (status.code == "version_missing" && may_turn_plain(collection)) return {};
  if (status.code != "version_form") return status;
  const Json& version = row[*collection.options().version_field];
  return version.is_string() || version.is_number() ? Status() : status;
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

// Another tab tells rows without versions only where it has found out that there are none.
void SyncHandler::follow_rung(Collection& collection, bool versionless) {
  if (versionless && may_turn_plain(collection)) collection.become_plain();
}

Verdict SyncHandler::apply(const SyncEvent& event, const std::string& source, const std::string& sender) {
  Trace trace(session_, event);
  const Verdict verdict = refusal_by_stranger(event, sender) ? Verdict::refused : join(event, sender);
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
  const std::string known = owner ? owner(outcome->name) : std::string();
  return !known.empty() && known != sender;
}

Verdict SyncHandler::join(const SyncEvent& event, const std::string& sender) {
  if (const auto* mutation = std::get_if<MutationEvent>(&event)) return join_mutation(*mutation, sender);
  if (const auto* outcome = std::get_if<OutcomeEvent>(&event)) return join_outcome(*outcome);
  if (const auto* alias = std::get_if<AliasEvent>(&event)) return join_alias(*alias, sender);
  const auto* rows = std::get_if<RowsEvent>(&event);
  if (rows == nullptr) return Verdict::joined;
  Collection& collection = *session_.find(rows->collection);
  if (may_turn_plain(collection)) {
    for (std::size_t index = 0; index < rows->rows.size(); ++index) {
      if (rows->rows.read(index, collection)) continue;
      follow_rung(collection, collection.check_row(rows->rows.json(index), "rows").code == "version_missing");
    }
  }
  return join_rows(*rows, sender == session_.config.client).verdict();
}

// Where its create has ended here before, the tab that told it may be gone, and the others may never have heard it: nothing
// shows that they lack it.
Verdict SyncHandler::join_alias(const AliasEvent& event, const std::string& sender) {
  Collection& collection = *session_.find(event.collection);
  const RowState* row = collection.state(event.temporary_key);
  const bool ended = row != nullptr && row->mutations().empty();
  if (!collection.join_alias(event.temporary_key, event.key)) return Verdict::duplicate;
  if (ended && sender != session_.config.client) session_.effects.send(event);
  return Verdict::joined;
}

// An heir that goes by the temporary key has not heard what the dead tab told of it.
void SyncHandler::tell_alias(const Mutation& mutation) {
  const std::string key = session_.find(mutation.collection)->resolve(mutation.key);
  if (key != mutation.key) session_.effects.send(AliasEvent{mutation.collection, mutation.key, key});
}

Verdict SyncHandler::join_mutation(const MutationEvent& event, const std::string& sender) {
  const bool by_heir = !event.owner.empty() && event.owner != event.mutation.name.client && event.owner == sender;
  if (by_heir && event.mutation.operation == Operation::create) tell_alias(event.mutation);
  if (session_.settled.contains(event.mutation.name)) return Verdict::duplicate;
  if (!event.problem.is_null()) return join_failure(event, sender);
  Collection& collection = *session_.find(event.mutation.collection);
  const bool known = collection.join_alias_of(event.mutation.name, event.mutation.key);
  const bool learnt = collection.join_mutation(event.mutation) || known;
  const bool told = !event.unknown_at.empty() && join_unknown(event);
  return learnt || told ? Verdict::joined : Verdict::duplicate;
}

// Nobody sends it any more: what was read since its answer was lost shows whether it was applied.
bool SyncHandler::join_unknown(const MutationEvent& event) {
  const OutcomeEvent lost = outcome_event(event.mutation, OutcomeEvent::Kind::unknown, event.unknown_at);
  Collection& collection = *session_.find(lost.collection);
  return collection.join_answered(lost.name, lost.key, answered_at(session_, collection, lost));
}

// A failure that is kept for its user says how the mutation ended, to those who have not heard it told.
Verdict SyncHandler::join_failure(const MutationEvent& event, const std::string& sender) {
  if (!event.unknown_at.empty()) return join_unknown(event) ? Verdict::joined : Verdict::duplicate;
  OutcomeEvent refusal = outcome_event(event.mutation, OutcomeEvent::Kind::rejected, event.mutation.stamp);
  refusal.problem = event.problem;
  if (refusal_by_stranger(refusal, event.owner.empty() ? sender : event.owner)) return Verdict::refused;
  const Verdict verdict = join_outcome(refusal);
  if (on_outcome) on_outcome(refusal);
  return verdict;
}

// Whether a row that was told with an outcome does not show in what is known, by a version that was read before that
// outcome came: where versions may restart (design §4), nothing says which of the two is later.
bool SyncHandler::superseded_by_older(const Collection& collection, const std::string& key, const Version& version,
                                      const Stamp& stamp) {
  const RowState* known = collection.rung() == Rung::versioned ? collection.state(key) : nullptr;
  return known != nullptr && std::any_of(known->facts().begin(), known->facts().end(), [&](const RowFact& fact) {
           return version < fact.version && fact.stamp < stamp;
         });
}

Verdict SyncHandler::join_outcome(const OutcomeEvent& event) {
  Collection& collection = *session_.find(event.collection);
  const bool versioned = collection.rung() != Rung::plain;
  bool learnt = collection.join_alias_of(event.name, event.key);
  bool effect_confirmed = false;
  if (!event.row.is_null() && versioned) {
    const Result<RowText> row = read_row(collection, event.row, "outcome/row");
    effect_confirmed = row.ok() && collection.rung() != Rung::plain && !row.value.version.none();
    if (effect_confirmed && !collection.outlived(row.value.key, row.value.version, event.stamp))
      learnt = collection.join_row(row.value, event.stamp, false) || learnt;
    if (effect_confirmed)
      effect_confirmed = !superseded_by_older(collection, row.value.key, row.value.version, event.stamp);
  }
  const auto version = Version::from_json(event.tombstone_version);
  if (version && versioned) {
    learnt = collection.join_tombstone(event.key, *version, event.stamp, false) || learnt;
    effect_confirmed = !superseded_by_older(collection, event.key, *version, event.stamp);
  }
  const bool settled =
      event.kind == OutcomeEvent::Kind::rejected || (event.kind == OutcomeEvent::Kind::acked && effect_confirmed);
  const bool told = settled ? collection.join_settled(event.name, event.key)
                            : collection.join_answered(event.name, event.key, answered_at(session_, collection, event));
  return learnt || told ? Verdict::joined : Verdict::duplicate;
}

void SyncHandler::tell(const SyncEvent& event, const std::string& sender) {
  const bool own = sender == session_.config.client;
  if (const auto* mutation = std::get_if<MutationEvent>(&event)) {
    if (on_mutation) on_mutation(*mutation, sender);
  } else if (const auto* outcome = std::get_if<OutcomeEvent>(&event)) {
    session_.note_client(outcome->name.client);
    if (on_outcome) on_outcome(*outcome);
  } else if (const auto* rows = std::get_if<RowsEvent>(&event)) {
    if (on_rows && !own) on_rows(*rows);
  } else if (const auto* alias = std::get_if<AliasEvent>(&event)) {
    if (on_alias) on_alias(*alias);
  } else if (const auto* ask = std::get_if<AskEvent>(&event)) {
    if (on_ask) on_ask(*ask);
  } else if (const auto* hello = std::get_if<HelloEvent>(&event)) {
    if (on_hello) on_hello(*hello, sender);
  } else if (const auto* state = std::get_if<StateEvent>(&event)) {
    if (on_state) on_state(*state, sender);
  } else if (const auto* beat = std::get_if<BeatEvent>(&event)) {
    if (on_beat) on_beat(*beat, sender);
  } else if (std::holds_alternative<ForgetEvent>(event) && on_forget) {
    on_forget();
  }
}

}  // namespace tablattice
