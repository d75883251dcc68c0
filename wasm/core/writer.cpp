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
  return collection.options().ids == Ids::server && is_temporary_key(key);
}

Writer::Writer(Session& session, SyncHandler& handler)
    : session_(session), handler_(handler), outbox_(session.effects, session.config.client, session.config.life) {}

void Writer::submit(const Mutation& mutation, bool promised) {
  OutboxEntry entry;
  entry.mutation = mutation;
  entry.promised = promised;
  entry.exposed = !session_.config.locks;
  store_earlier(mutation);
  outbox_.store(outbox_.add(std::move(entry)));
}

// What storage refused it may take by now. Whoever finds only the later one there sends it ahead of those that run from
// this tab's memory.
void Writer::store_earlier(const Mutation& mutation) {
  if (!outbox_.any_in_memory()) return;
  for (OutboxEntry& entry : outbox_.entries()) {
    if (entry.stored.empty() && waits_for(mutation, entry.mutation)) outbox_.store(entry);
  }
}

// Whether the one goes to the server after the other, if that one was made before it.
bool Writer::waits_for(const Mutation& mutation, const Mutation& other) const {
  const Collection& collection = *session_.find(mutation.collection);
  if (collection.options().order == RequestOrder::all) return true;
  if (other.collection != mutation.collection) return false;
  if (collection.options().order == RequestOrder::collection) return true;
  return collection.resolve(other.key) == collection.resolve(mutation.key);
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

std::vector<Mutation> Writer::mutations(const std::string& collection) const {
  std::vector<Mutation> mutations;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.mutation.collection == collection) mutations.push_back(entry.mutation);
  }
  return mutations;
}

std::optional<std::int64_t> Writer::due_at() const {
  if (!session_.may_request() || requests_full()) return std::nullopt;
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

bool Writer::decided(const Mutation& mutation) const {
  return session_.settled.contains(mutation.name) || session_.find(mutation.collection)->answered(mutation);
}

// As many requests are under way as may be: until one is answered nothing is sent.
bool Writer::requests_full() const {
  const auto in_flight = std::count_if(session_.requests.begin(), session_.requests.end(),
                                       [](const auto& item) { return item.second.from_outbox(); });
  return in_flight >= session_.config.outbox.concurrency;
}

// A request for that row is under way.
bool Writer::row_busy(const Collection& collection, const std::string& key) const {
  return std::any_of(session_.requests.begin(), session_.requests.end(), [&](const auto& item) {
    const Request& request = item.second;
    if (!request.from_outbox() || request.collection != collection.options().name) return false;
    const OutboxEntry* entry = outbox_.find(request.name);
    return entry != nullptr && collection.resolve(entry->mutation.key) == key;
  });
}

// An earlier mutation without answer stands in the way: on the same row, in the same collection, or anywhere.
bool Writer::blocked(const OutboxEntry& entry) const {
  const Collection& own = *session_.find(entry.mutation.collection);
  const std::string key = own.resolve(entry.mutation.key);
  if (entry.mutation.operation != Operation::create && is_temporary(own, key)) return true;
  // What may not be repeated waits until storage has told whose it is.
  if (row_busy(own, key) || unrepeatable(entry)) return true;
  switch (own.options().order) {
    case RequestOrder::row: {
      const RowState* row = own.state(key);
      return row != nullptr && row->unanswered_before(entry.mutation);
    }
    case RequestOrder::collection:
      return own.unanswered_before(entry.mutation);
    case RequestOrder::all:
      return std::any_of(session_.collections.begin(), session_.collections.end(),
                         [&](const auto& item) { return item.second.unanswered_before(entry.mutation); });
  }
  return false;
}

// A change of a row whose server's key will never be told: its create was refused, or was answered without a key. One that
// was made later (the refused create, tried again) is not what it changes, and waits for it.
bool Writer::stranded(const OutboxEntry& entry) const {
  const Collection& collection = *session_.find(entry.mutation.collection);
  if (entry.mutation.operation == Operation::create || collection.options().ids != Ids::server) return false;
  if (!is_temporary(collection, collection.resolve(entry.mutation.key))) return false;
  const RowState* row = row_of(entry.mutation);
  return row == nullptr || std::none_of(row->mutations().begin(), row->mutations().end(), [&](const Mutation& other) {
           const bool waits = other.operation == Operation::create && !row->answered(other.name);
           return waits && other.before(entry.mutation);
         });
}

// Nobody here knows whether its row was created.
bool Writer::create_unknown(const OutboxEntry& entry) const {
  return std::any_of(outbox_.unknown().begin(), outbox_.unknown().end(), [&](const auto& item) {
    const Mutation& other = item.second.mutation;
    return other.operation == Operation::create && other.collection == entry.mutation.collection &&
           other.key == entry.mutation.key;
  });
}

// Another tab may have taken it over, or ended it. Storage knows.
bool Writer::unsure(const OutboxEntry& entry) const {
  return entry.exposed && !entry.compared && !entry.stored.empty();
}

// It may have been applied, and is not sent again: it was tried often enough, or a second request might apply it twice, for
// the server has forgotten its key, or never knew it.
bool Writer::unrepeatable(const OutboxEntry& entry) const {
  if (entry.lost || !entry.maybe_applied()) return entry.lost;
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
    if (entry.request != 0 || entry.ended) continue;
    const bool keyless = stranded(entry);
    if (!keyless && !unrepeatable(entry)) continue;
    if (!unsure(entry)) {
      // Who sent it before knew its row's key; so may have whoever ended the create, if that was not this tab.
      const bool never_sent = keyless && !entry.maybe_applied() && !create_unknown(entry);
      (never_sent ? rejected : unknown).push_back(entry.mutation);
    } else {
      ask_storage();
    }
  }
  for (const Mutation& mutation : rejected) {
    tell_rejected(mutation,
                  problem("create_rejected", "The row that this change belongs to was not created.").to_json());
  }
  for (const Mutation& mutation : unknown) tell_unknown(mutation);
}

void Writer::pump() {
  // Until its lock is its own again, another tab may be taking over what it has to send.
  const bool lives = !session_.config.locks || session_.life_held;
  if (!session_.may_request() || !lives || requests_full()) return;
  end_unsendable();
  for (OutboxEntry& entry : outbox_.entries()) {
    if (requests_full()) return;
    if (entry.ended || entry.request != 0 || entry.not_before_ms > session_.now_ms || blocked(entry)) continue;
    // Storage is looked at before each write, but not before a read, after which a conflict is told.
    if (entry.needs_read && unsure(entry)) {
      ask_storage();
      continue;
    }
    entry.needs_read ? send_read(entry) : send(entry);
  }
}

Json Writer::operation_of(const OutboxEntry& entry, const Collection& collection) const {
  const Mutation& mutation = entry.mutation;
  Json operation = json_object("idempotencyKey", mutation.name.text(), "attempt", entry.attempts);
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
  Json guard = outbox_.advance(entry);
  Json operation = operation_of(entry, collection);
  entry.request =
      session_
          .start_request(std::move(request), std::move(operation), session_.config.outbox.deadline_ms, std::move(guard))
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

}  // namespace tablattice
