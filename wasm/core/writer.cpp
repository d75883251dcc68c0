#include "core/writer.hpp"

#include <algorithm>
#include <utility>

namespace tablattice {
namespace {

RequestType request_type(Operation operation) {
  switch (operation) {
    case Operation::create:
      return RequestType::create;
    case Operation::update:
      return RequestType::update;
    case Operation::remove:
      return RequestType::remove;
  }
  return RequestType::update;
}

}  // namespace

// RFC 9110, 8.8.3.
std::string entity_tag(const Version& version) {
  const Json& value = version.value();
  return '"' + (value.is_string() ? value.get<std::string>() : dump_json(value)) + '"';
}

bool is_temporary(const Collection& collection, const std::string& key) {
  return collection.options().ids == Ids::server &&
         key.compare(1, std::char_traits<char>::length(temporary_key_prefix), temporary_key_prefix) == 0;
}

Writer::Writer(Session& session, SyncHandler& handler)
    : session_(session), handler_(handler), outbox_(session.effects, session.config.client, session.config.life) {}

void Writer::submit(const Mutation& mutation, bool promised) {
  OutboxEntry entry;
  entry.mutation = mutation;
  entry.promised = promised;
  outbox_.store(outbox_.add(std::move(entry)));
}

void Writer::heard(const MutationEvent& event, const std::string& sender) {
  const MutationName& name = event.mutation.name;
  if (sender == session_.config.client || outbox_.find(name) != nullptr) return;
  if (event.problem.is_null() && decided(event.mutation)) return;
  Foreign& foreign = foreign_[name];
  const unsigned attempts = std::max(foreign.event.attempts, event.attempts);
  foreign.event = event;
  foreign.event.attempts = attempts;
  foreign.owner = sender;
  if (watched_.insert(sender).second) session_.effects.push({{"kind", "watch"}, {"client", sender}});
}

void Writer::aliased(const AliasEvent& event) {
  for (OutboxEntry& entry : outbox_.entries()) {
    const Mutation& mutation = entry.mutation;
    const bool waits = mutation.operation != Operation::create && mutation.collection == event.collection &&
                       mutation.key == event.temporary_key;
    if (!waits) continue;
    entry.mutation.key = event.key;
    outbox_.store(entry);
  }
}

void Writer::adopt(const std::string& client) {
  watched_.erase(client);
  for (auto next = foreign_.begin(); next != foreign_.end();) {
    auto item = next++;
    if (item->second.owner != client) continue;
    const MutationEvent event = std::move(item->second.event);
    foreign_.erase(item);
    if (!event.problem.is_null()) {
      outbox_.keep({event.mutation, event.problem, session_.now_ms});
    } else if (!decided(event.mutation)) {
      OutboxEntry entry;
      entry.mutation = event.mutation;
      entry.attempts = event.attempts;
      entry.if_match = event.if_match;
      entry.fate_unknown = event.attempts > 0;
      outbox_.store(outbox_.add(std::move(entry)));
    }
  }
}

std::optional<std::int64_t> Writer::due_at() const {
  if (!session_.may_request()) return std::nullopt;
  std::optional<std::int64_t> due;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.request == 0 && entry.not_before_ms > session_.now_ms)
      due = std::min(due.value_or(entry.not_before_ms), entry.not_before_ms);
  }
  return due;
}

const RowState* Writer::row_of(const Mutation& mutation) const {
  const Collection& collection = *session_.find(mutation.collection);
  return collection.state(collection.resolve(mutation.key));
}

// Its outcome has been heard: nobody has to send it.
bool Writer::decided(const Mutation& mutation) const {
  const RowState* row = row_of(mutation);
  return session_.settled.contains(mutation.name) || (row != nullptr && row->answered(mutation.name));
}

// An earlier mutation without answer stands in the way: on the same row, in the same collection, or anywhere.
bool Writer::blocked(const OutboxEntry& entry) const {
  const Collection& own = *session_.find(entry.mutation.collection);
  const std::string key = own.resolve(entry.mutation.key);
  if (entry.mutation.operation != Operation::create && is_temporary(own, key)) return true;
  if (own.options().order == RequestOrder::row) {
    const RowState* row = row_of(entry.mutation);
    return row != nullptr && std::any_of(row->mutations().begin(), row->mutations().end(), [&](const Mutation& other) {
             return other.before(entry.mutation) && !row->answered(other.name);
           });
  }
  for (const auto& [name, collection] : session_.collections) {
    if (own.options().order == RequestOrder::collection && &collection != &own) continue;
    const std::vector<Mutation> open = collection.unanswered();
    if (std::any_of(open.begin(), open.end(), [&](const Mutation& other) { return other.before(entry.mutation); }))
      return true;
  }
  return false;
}

// A change of a row whose server's key will never be told: its create was refused, or was answered without a key.
bool Writer::stranded(const OutboxEntry& entry) const {
  const Collection& collection = *session_.find(entry.mutation.collection);
  if (entry.mutation.operation == Operation::create) return false;
  if (!is_temporary(collection, collection.resolve(entry.mutation.key))) return false;
  const RowState* row = row_of(entry.mutation);
  return row == nullptr || std::none_of(row->mutations().begin(), row->mutations().end(), [&](const Mutation& other) {
           return other.operation == Operation::create && !row->answered(other.name);
         });
}

// It may have been applied, and a second request might apply it twice: the server has forgotten its key, or never knew it.
bool Writer::unrepeatable(const OutboxEntry& entry) const {
  if (!entry.fate_unknown) return false;
  const AnswerContext context = context_of(entry);
  const bool keys_given = session_.find(entry.mutation.collection)->options().idempotency_keys;
  const bool makes_rows = context.operation == Operation::create && !context.client_id;
  return !context.keys && (keys_given || makes_rows);
}

// What can never be sent, or sent again, ends before anything is sent.
void Writer::end_unsendable() {
  std::vector<Mutation> rejected;
  std::vector<Mutation> unknown;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.request != 0) continue;
    if (stranded(entry)) {
      rejected.push_back(entry.mutation);
    } else if (unrepeatable(entry)) {
      unknown.push_back(entry.mutation);
    }
  }
  for (const Mutation& mutation : rejected) {
    tell_rejected(mutation,
                  problem("create_rejected", "The row that this change belongs to was not created.").to_json());
  }
  for (const Mutation& mutation : unknown) tell_unknown(mutation);
}

void Writer::pump() {
  if (!session_.may_request()) return;
  end_unsendable();
  auto& entries = outbox_.entries();
  auto in_flight =
      std::count_if(entries.begin(), entries.end(), [](const OutboxEntry& entry) { return entry.request != 0; });
  for (OutboxEntry& entry : entries) {
    if (in_flight >= session_.config.outbox.concurrency) return;
    if (entry.request != 0 || entry.not_before_ms > session_.now_ms || blocked(entry)) continue;
    entry.needs_read ? send_read(entry) : send(entry);
    ++in_flight;
  }
}

Json Writer::operation_of(const OutboxEntry& entry, const Collection& collection) const {
  const Mutation& mutation = entry.mutation;
  Json operation = {{"idempotencyKey", mutation.name.text()}, {"attempt", entry.attempts}};
  if (!entry.if_match.empty()) operation["ifMatch"] = entry.if_match;
  if (mutation.operation == Operation::update) operation["changes"] = mutation.payload;
  if (mutation.operation != Operation::create) return operation;
  operation["row"] = mutation.payload;
  if (is_temporary(collection, mutation.key)) operation["row"].erase(collection.options().key_field);
  return operation;
}

void Writer::send(OutboxEntry& entry) {
  const Mutation& mutation = entry.mutation;
  const Collection& collection = *session_.find(mutation.collection);
  Request request;
  request.type = request_type(mutation.operation);
  request.collection = mutation.collection;
  request.name = mutation.name;
  const std::string key = collection.resolve(mutation.key);
  if (!is_temporary(collection, key)) request.key = key;
  const RowFact* confirmed = collection.confirmed(key);
  const bool first = entry.attempts == 0;
  if (first && collection.options().if_match && mutation.operation != Operation::create && confirmed != nullptr &&
      !confirmed->version.none()) {
    entry.if_match = entity_tag(confirmed->version);
  }
  ++entry.attempts;
  outbox_.store(entry);
  entry.request =
      session_.start_request(std::move(request), operation_of(entry, collection), session_.config.outbox.deadline_ms)
          .id;
}

void Writer::send_read(OutboxEntry& entry) {
  Request request;
  request.type = RequestType::read;
  request.collection = entry.mutation.collection;
  request.name = entry.mutation.name;
  request.key = session_.find(request.collection)->resolve(entry.mutation.key);
  ++entry.attempts;
  outbox_.store(entry);
  entry.request = session_.start_request(std::move(request), Json::object(), session_.config.outbox.deadline_ms).id;
}

void Writer::online() {
  for (OutboxEntry& entry : outbox_.entries()) entry.not_before_ms = session_.now_ms;
}

void Writer::outcome(const OutcomeEvent& event) {
  const auto foreign = foreign_.find(event.name);
  // A failure that its tab keeps outlives the refusal, and ends with one that is told without problem.
  const bool kept = foreign != foreign_.end() && !foreign->second.event.problem.is_null() && !event.problem.is_null();
  if (foreign != foreign_.end() && !kept) foreign_.erase(foreign);
  if (const auto unknown = outbox_.unknown().find(event.name);
      unknown != outbox_.unknown().end() && event.kind == OutcomeEvent::Kind::acked) {
    const Mutation mutation = unknown->second.mutation;
    outbox_.unknown().erase(unknown);
    return settle(mutation, mutation.key, event.row, nullptr);
  }
  if (outbox_.find(event.name) == nullptr) return;
  const OutboxEntry entry = outbox_.take(event.name);
  if (entry.request != 0 && session_.requests.erase(entry.request) > 0) {
    session_.effects.push({{"kind", "abort"}, {"id", entry.request}});
  }
  const std::string key = event.key.empty() ? entry.mutation.key : event.key;
  switch (event.kind) {
    case OutcomeEvent::Kind::acked:
      return settle(entry.mutation, key, event.row, nullptr);
    case OutcomeEvent::Kind::unknown:
      outbox_.unknown()[event.name] = {entry.mutation, entry.promised};
      return;
    case OutcomeEvent::Kind::rejected:
      fail(entry.mutation, entry.promised, event.problem);
  }
}

// Whether the row holds what the mutation asked for.
bool Writer::shows(const Mutation& mutation) const {
  const Collection& collection = *session_.find(mutation.collection);
  const Json row = collection.visible_json(collection.resolve(mutation.key));
  if (mutation.operation == Operation::remove) return row.is_null();
  if (row.is_null()) return false;
  Json patched = row;
  collection.options().assign ? assign_members(patched, mutation.payload) : merge_patch(patched, mutation.payload);
  return patched == row;
}

void Writer::decide_unknown() {
  for (auto next = outbox_.unknown().begin(); next != outbox_.unknown().end();) {
    const auto item = next++;
    if (!session_.settled.contains(item->first)) continue;
    const UnknownOutcome unknown = std::move(item->second);
    outbox_.unknown().erase(item);
    const Mutation& mutation = unknown.mutation;
    if (shows(mutation)) {
      settle(mutation, mutation.key, nullptr, nullptr);
    } else {
      fail(mutation, unknown.promised,
           problem(
               "outcome_unknown",
               "The API's answer was lost and the row does not show the change; it may or may not have been applied.")
               .to_json());
    }
  }
}

void Writer::settle(const Mutation& mutation, const std::string& key, const Json& row, const Json& problem) {
  Json told = row;
  const Collection& collection = *session_.find(mutation.collection);
  if (told.is_null() && mutation.operation != Operation::remove)
    told = collection.visible_json(collection.resolve(key));
  session_.effects.push({{"kind", "settle"},
                         {"name", mutation.name.text()},
                         {"collection", mutation.collection},
                         {"key", key_json(key)},
                         {"row", problem.is_null() ? std::move(told) : Json()},
                         {"problem", problem}});
}

// The user hears of it: by the promise, or by failures() where no promise waits.
void Writer::fail(const Mutation& mutation, bool promised, const Json& problem) {
  if (promised) return settle(mutation, mutation.key, nullptr, problem);
  outbox_.keep({mutation, problem, session_.now_ms});
  session_.effects.push({{"kind", "report"}, {"problem", problem}});
}

void Writer::tell(const OutcomeEvent& event) {
  session_.effects.send(event);
  handler_.apply(event, "response", session_.config.client);
}

// It stays folded until a read has told, so that read is asked for.
void Writer::tell_unknown(const Mutation& mutation) {
  const std::string collection = mutation.collection;
  tell(outcome_event(mutation, OutcomeEvent::Kind::unknown, session_.tick()));
  if (on_bare_answer) on_bare_answer(collection);
}

void Writer::tell_rejected(const Mutation& mutation, Json problem) {
  OutcomeEvent event = outcome_event(mutation, OutcomeEvent::Kind::rejected, session_.tick());
  event.problem = std::move(problem);
  tell(event);
}

std::optional<Failure> Writer::take_failure(const MutationName& name) {
  std::optional<Failure> failure = outbox_.take_failure(name);
  if (failure) session_.effects.send(outcome_event(failure->mutation, OutcomeEvent::Kind::rejected, session_.tick()));
  return failure;
}

void Writer::forget(const Json& problem) {
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.promised) settle(entry.mutation, entry.mutation.key, nullptr, problem);
  }
  for (const auto& [name, unknown] : outbox_.unknown()) {
    if (unknown.promised) settle(unknown.mutation, unknown.mutation.key, nullptr, problem);
  }
  outbox_.clear();
  foreign_.clear();
}

void Writer::tell_gone(const std::string& collection, const Stamp& stamp, GoneKey gone) {
  RowsEvent event;
  event.collection = collection;
  event.stamp = stamp;
  event.gone.push_back(std::move(gone));
  handler_.apply(event, "response", session_.config.client);
  session_.effects.send(std::move(event));
}

}  // namespace tablattice
