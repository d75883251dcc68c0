// The half of Writer that takes the API's answers.
#include <algorithm>
#include <utility>

#include "core/body.hpp"
#include "core/read_facts.hpp"
#include "core/writer.hpp"

namespace tablattice {
namespace {

// A 409 that speaks of the idempotency key itself (the IETF draft's "request with this key is still being processed").
bool says_key_in_progress(const Answer& answer) {
  if (answer.status != 409) return false;
  const Status told = read_problem_body(answer.status, answer.body);
  for (const char* name : {"type", "code"}) {
    if (text_member(told.details, name).find("idempotency") != std::string::npos) return true;
  }
  return false;
}

Json conflict_problem(const Answer& answer) {
  Status refusal = read_problem_body(answer.status, answer.body);
  refusal.code = "conflict";
  return refusal.to_json();
}

Json attempts_problem(const Answer& answer) {
  const std::string message = answer.status == 0 ? "The change could not be sent: " + answer.error
                                                 : "The API did not accept the change; it last answered with status " +
                                                       std::to_string(answer.status) + ".";
  return problem("attempts_exhausted", message, "", json_object("status", answer.status)).to_json();
}

}  // namespace

AnswerContext Writer::context_of(const OutboxEntry& entry) const {
  const Collection& collection = *session_.find(entry.mutation.collection);
  AnswerContext context;
  context.operation = entry.mutation.operation;
  const std::int64_t age_ms = session_.wall_ms - entry.mutation.stamp.ms;
  context.keys = collection.options().idempotency_keys && age_ms <= session_.config.outbox.key_memory_ms;
  context.client_id = !is_temporary(collection, entry.mutation.key);
  // An outdated tab hears of nobody who has sent it too.
  context.fate_unknown = entry.maybe_applied() || (session_.outdated && entry.exposed);
  context.conflict = collection.options().conflict;
  context.unauthorized = &session_.config.unauthorized;
  return context;
}

void Writer::answered(const Request& request, const Answer& answer) {
  OutboxEntry* entry = outbox_.find(request.name);
  if (entry == nullptr || entry->request != request.id) return;
  entry->request = 0;
  if (request.type == RequestType::read) {
    answered_read(*entry, request, answer);
  } else {
    answered_write(*entry, request, answer);
  }
}

// The row in a good answer, null where it told none. A row of another key is not what was asked for.
Result<Json> Writer::read_body(const OutboxEntry& entry, const Answer& answer) const {
  Result<Json> body = read_row_body(answer.body, answer.mapped);
  if (!body.ok() || body.value.is_null() || entry.mutation.operation == Operation::remove) return body;
  Collection& collection = *session_.find(entry.mutation.collection);
  const Result<RowText> row = handler_.read_row(collection, body.value, collection.options().name + "/row");
  if (!row.ok()) return row.status.code == "version_missing" ? Result<Json>(Json()) : Result<Json>(row.status);
  const bool own_key =
      row.value.key == collection.resolve(entry.mutation.key) || is_temporary(collection, entry.mutation.key);
  if (!own_key)
    return problem("body_unexpected", "The API answered a write with another row.", collection.options().name + "/row");
  return body;
}

void Writer::answered_write(OutboxEntry& entry, const Request& request, const Answer& answer) {
  AnswerContext context = context_of(entry);
  const Result<Json> body = answer.success() ? read_body(entry, answer) : Result<Json>(Json());
  context.body_good = body.ok();
  context.key_in_progress = says_key_in_progress(answer);
  if (!body.ok()) session_.effects.report(body.status);
  const Meaning meaning = meaning_of(answer.status, context);
  switch (meaning) {
    case Meaning::acked:
      return acked(entry, request, body.value);
    case Meaning::unanswered:
      return postpone(entry, answer);
    case Meaning::unauthorized:
      --entry.attempts;
      outbox_.store(entry);
      return session_.expire_authorization();
    case Meaning::conflict:
      return conflicted(entry, answer, entry.attempts < static_cast<unsigned>(session_.config.outbox.attempts_max));
    case Meaning::rejected:
      if (answer.status == 412 && entry.mutation.operation != Operation::create)
        return conflicted(entry, answer, false);
      return refused(entry, request, answer, meaning);
    default:
      return refused(entry, request, answer, meaning);
  }
}

void Writer::acked(const OutboxEntry& entry, const Request& request, const Json& body) {
  const Mutation mutation = entry.mutation;
  Collection& collection = *session_.find(mutation.collection);
  OutcomeEvent event = outcome_event(mutation, OutcomeEvent::Kind::acked, session_.tick());
  event.key = collection.resolve(mutation.key);
  const char* const version_name =
      collection.options().version_field ? collection.options().version_field->c_str() : "version";
  Version version;
  if (body.is_object() && body.contains(version_name))
    version = Version::from_json(body[version_name]).value_or(Version());
  if (mutation.operation == Operation::remove) {
    event.tombstone_version = version.value();
  } else if (!body.is_null()) {
    event.row = body;
    const Result<std::string> key = key_text(body[collection.options().key_field], "");
    if (is_temporary(collection, mutation.key) && key.ok()) {
      const AliasEvent alias{mutation.collection, mutation.key, key.value};
      session_.effects.send(alias);
      handler_.apply(alias, "response", session_.config.client);
      event.key = key.value;
    }
  }
  // The answer to a repeated request may be the first one's, and older than what has been read since.
  const bool fresh = entry.attempts == 1 && !collection.options().idempotency_keys;
  if (fresh && !version.none() && proves_new_life(collection, request, event.key, version)) {
    tell_gone(mutation.collection, request.stamp, {event.key, nullptr, true});
  }
  tell(event);
  // Where the answer alone does not confirm the effect, a read does.
  if (!session_.settled.contains(mutation.name) && on_bare_answer) on_bare_answer(mutation.collection);
}

void Writer::refused(OutboxEntry& entry, const Request& request, const Answer& answer, Meaning meaning) {
  if (meaning == Meaning::unknown) return lose(entry);
  const Mutation mutation = entry.mutation;
  // Where keys are remembered it may be the answer to an earlier attempt, be it one of a tab that died.
  if (meaning == Meaning::rejected_gone)
    tell_absent(request, session_.find(mutation.collection)->options().idempotency_keys);
  tell_rejected(mutation, read_problem_body(answer.status, answer.body).to_json());
}

// The server has no such row. A feed is asked for its tombstone: gone at any other version or stamp, the row might be shown
// again by who knows less, or hide one of a delta that was asked for earlier and answered later, for ever. Where that may
// have been said `earlier`, before `request` was sent, the row may live again since: there, too, only a read tells.
void Writer::tell_absent(const Request& request, bool earlier) {
  const Collection& collection = *session_.find(request.collection);
  if (collection.rung() != Rung::feed && !earlier)
    return tell_gone(request.collection, request.stamp, {request.key, nullptr, false});
  if (on_bare_answer) on_bare_answer(request.collection);
}

// The server's row is read in any case: to fold the change on it again, or to show both.
void Writer::conflicted(OutboxEntry& entry, const Answer& answer, bool merge) {
  entry.needs_read = true;
  entry.fate_unknown = false;
  if (!merge) entry.refusal = conflict_problem(answer);
}

// `row`: the server's, null where it is gone.
void Writer::tell_conflict(const OutboxEntry& entry, const Json& row) {
  const Mutation mutation = entry.mutation;
  const Collection& collection = *session_.find(mutation.collection);
  Json refusal = entry.refusal;
  refusal["details"]["mine"] = collection.visible_json(collection.resolve(mutation.key));
  refusal["details"]["row"] = row;
  tell_rejected(mutation, std::move(refusal));
}

void Writer::postpone(OutboxEntry& entry, const Answer& answer) {
  // Where a conflict's read failed, the write itself had been answered.
  entry.fate_unknown = entry.fate_unknown || (!entry.needs_read && fate_unknown_after(answer.status));
  // The server says that it is at it: given up now, it would be overtaken by what waits for it. That ends with the memory
  // for keys at the latest (`unrepeatable`).
  const bool in_progress = context_of(entry).keys && says_key_in_progress(answer);
  const bool spent = entry.attempts >= static_cast<unsigned>(session_.config.outbox.attempts_max);
  if (spent && !in_progress) return give_up(entry, answer);
  const OutboxOptions& options = session_.config.outbox;
  entry.not_before_ms =
      session_.now_ms + backoff_ms(entry.attempts, options.backoff_min_ms, options.backoff_max_ms,
                                   retry_after_ms(answer.retry_after, session_.wall_ms), session_.random);
}

// Tried often enough: it stops blocking its row and joins the failures, where its user finds it. What may have been applied
// stays folded until a read has told.
void Writer::give_up(OutboxEntry& entry, const Answer& answer) {
  if (entry.maybe_applied()) return lose(entry);
  const Mutation mutation = entry.mutation;
  tell_rejected(mutation, entry.refusal.is_null() ? attempts_problem(answer) : entry.refusal);
}

// Where another tab may have it by now, that one may bring it to the server yet, after a read that does not show it: it is
// told once storage has named its owner (`end_unsendable`).
void Writer::lose(OutboxEntry& entry) {
  entry.lost = unsure(entry);
  if (!entry.lost) tell_unknown(Mutation(entry.mutation));
}

void Writer::answered_read(OutboxEntry& entry, const Request& request, const Answer& answer) {
  Collection& collection = *session_.find(request.collection);
  const Result<Json> body = answer.success() ? read_body(entry, answer) : Result<Json>(Json());
  if (session_.config.unauthorized.contains(answer.status)) {
    --entry.attempts;
    outbox_.store(entry);
    return session_.expire_authorization();
  }
  const bool gone = answer.status == 404 || answer.status == 410;
  if (!gone && (!body.ok() || body.value.is_null())) return postpone(entry, answer);
  entry.needs_read = false;
  if (gone) {
    entry.if_match.clear();
    tell_absent(request, false);
    if (!entry.refusal.is_null()) tell_conflict(entry, nullptr);
    return;
  }
  const RowText row = collection.read_row(body.value, collection.options().name).value;
  if (proves_new_life(collection, request, row.key, row.version))
    tell_gone(request.collection, request.stamp, {row.key, nullptr, true});
  entry.if_match = row.version.none() ? std::string() : entity_tag(row.version);
  outbox_.store(entry);
  RowsEvent event;
  event.collection = request.collection;
  event.stamp = request.stamp;
  event.rows.add(body.value);
  handler_.apply(event, "response", session_.config.client);
  session_.effects.send(std::move(event));
  if (!entry.refusal.is_null()) tell_conflict(entry, body.value);
}

}  // namespace tablattice
