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
  if (event.problem.is_null() && session_.settled.contains(name)) return;
  Foreign& foreign = foreign_[name];
  const unsigned attempts = std::max(foreign.event.attempts, event.attempts);
  foreign.event = event;
  foreign.event.attempts = attempts;
  foreign.owner = sender;
  if (watched_.insert(sender).second) session_.effects.push({{"kind", "watch"}, {"client", sender}});
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
    } else if (!session_.settled.contains(event.mutation.name)) {
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

// An earlier mutation without answer stands in the way: on the same row, in the same collection, or anywhere.
bool Writer::blocked(const OutboxEntry& entry) const {
  const Collection& own = *session_.find(entry.mutation.collection);
  const std::string key = own.resolve(entry.mutation.key);
  if (entry.mutation.operation != Operation::create && is_temporary(own, key)) return true;
  if (own.options().order == RequestOrder::row) {
    const RowState* row = own.state(key);
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

void Writer::pump() {
  if (!session_.may_request()) return;
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
  entry.request = session_.start_request(std::move(request), Json::object(), session_.config.outbox.deadline_ms).id;
}

void Writer::online() {
  for (OutboxEntry& entry : outbox_.entries()) entry.not_before_ms = session_.now_ms;
}

void Writer::outcome(const OutcomeEvent& event) {
  foreign_.erase(event.name);
  const auto unknown = outbox_.unknown().extract(event.name);
  if (!unknown.empty() && event.kind == OutcomeEvent::Kind::acked) {
    return settle(unknown.mapped().mutation, unknown.mapped().mutation.key, event.row, nullptr);
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
      if (entry.mutation.operation == Operation::create) reject_dependents(entry.mutation);
  }
}

void Writer::decide_unknown() {
  for (auto next = outbox_.unknown().begin(); next != outbox_.unknown().end();) {
    const auto item = next++;
    if (!session_.settled.contains(item->first)) continue;
    const UnknownOutcome unknown = std::move(item->second);
    outbox_.unknown().erase(item);
    const Mutation& mutation = unknown.mutation;
    const Json row = session_.find(mutation.collection)->visible_json(mutation.key);
    Json patched = row;
    if (!mutation.payload.is_null()) merge_patch(patched, mutation.payload);
    const bool applied = mutation.operation == Operation::remove ? row.is_null() : !row.is_null() && patched == row;
    if (applied) {
      settle(mutation, mutation.key, row, nullptr);
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
  if (told.is_null() && mutation.operation != Operation::remove)
    told = session_.find(mutation.collection)->visible_json(key);
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

// A create that was refused leaves nothing for the changes that wait for its key.
void Writer::reject_dependents(const Mutation& create) {
  if (!is_temporary(*session_.find(create.collection), create.key)) return;
  std::vector<Mutation> dependents;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.mutation.collection == create.collection && entry.mutation.key == create.key)
      dependents.push_back(entry.mutation);
  }
  for (const Mutation& mutation : dependents) {
    OutcomeEvent event = outcome_event(mutation, OutcomeEvent::Kind::rejected, session_.tick());
    event.problem = problem("create_rejected", "The row that this change belongs to was refused.").to_json();
    tell(event);
  }
}

void Writer::tell(const OutcomeEvent& event) {
  session_.effects.send(event);
  handler_.apply(event, "response", session_.config.client);
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
