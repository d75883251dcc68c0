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
  entry.exposed = !session_.config.locks;
  store_earlier(mutation);
  outbox_.store(outbox_.add(std::move(entry)));
}

// What storage refused it may take by now. Whoever finds only the later one there sends it ahead of those that run from
// this tab's memory.
void Writer::store_earlier(const Mutation& mutation) {
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

void Writer::take_over(const MutationEvent& event, const std::optional<std::string>& text) {
  const Mutation& mutation = event.mutation;
  const bool lost = event.stored && !text;
  if (outbox_.find(mutation.name) != nullptr) return;
  outbox_.adopt_key(mutation.name, text);
  if (!event.problem.is_null()) {
    // Where it is gone from storage, its user has taken it up again or let it go.
    return lost ? outbox_.erase_key(mutation.name) : outbox_.keep({mutation, event.problem, session_.wall_ms});
  }
  if (event.unknown) return take_over_unknown(mutation, lost);
  if (decided(mutation)) return outbox_.erase_key(mutation.name);
  ++session_.counters.adopted;
  OutboxEntry entry;
  entry.mutation = mutation;
  entry.attempts = event.attempts;
  entry.if_match = event.if_match;
  entry.fate_unknown = event.attempts > 0;
  if (const auto awaited = outbox_.take_unknown(mutation.name)) entry.promised = awaited->promised;
  entry.exposed = !session_.config.locks;
  entry.compared = true;
  // Where it was never stored, only its tab knew how far it had come; and that tab may be frozen, and send it yet.
  entry.contested = !text;
  OutboxEntry& added = outbox_.add(std::move(entry));
  outbox_.store(added);
  session_.effects.send(outbox_.event(added));
  if (lost) tell_unknown(mutation);
}

// `lost`: its tab had decided it, and has told its user, unless that one waits here.
void Writer::take_over_unknown(const Mutation& mutation, bool lost) {
  const auto awaited = outbox_.unknown().find(mutation.name);
  const bool promised = awaited != outbox_.unknown().end() && awaited->second.promised;
  if (lost && !promised) {
    outbox_.disown_key(mutation.name);
  } else {
    outbox_.keep_unknown(mutation, promised);
  }
  if (!decided(mutation)) tell_unknown(mutation);
}

void Writer::unstored(const std::string& key) {
  for (OutboxEntry& entry : outbox_.entries()) {
    if (outbox_key(entry.mutation.name) != key) continue;
    // Its former tab may be frozen only: it will find its own text in storage, and think it still its own.
    if (entry.mutation.name.client != session_.config.client) entry.contested = true;
    if (outbox_.unstored(entry)) session_.effects.send(outbox_.event(entry));
  }
}

void Writer::claimed(const MutationEvent& event, const std::string& sender) {
  OutboxEntry& entry = *outbox_.find(event.mutation.name);
  const bool own = (event.owner.empty() ? sender : event.owner) == session_.config.client;
  if (own || !event.open() || !event.stored || !entry.stored.empty()) return;
  entry.disputed = true;
  ask_storage();
}

void Writer::exposed() {
  outbox_.hold_back();
  for (OutboxEntry& entry : outbox_.entries()) {
    entry.exposed = true;
    entry.compared = false;
    // Storage, which is looked at before each send, tells who has taken it over, but not where it never held it; nor
    // whether another sends it while this tab's own request is still under way.
    if (entry.stored.empty() || entry.request != 0) entry.contested = true;
  }
}

void Writer::displaced(const Request& request, const Json& text) {
  OutboxEntry* entry = outbox_.find(request.name);
  if (entry == nullptr || entry->request != request.id) return;
  entry->request = 0;
  --entry->attempts;
  // Held back while this tab was away: it is still its own, and goes out once the tab's lock is its own again too.
  if (text.is_string() && text.get<std::string>() == entry->before) {
    entry->stored = entry->before;
    return;
  }
  found_otherwise(*entry, text);
}

void Writer::compare(const std::map<std::string, std::string>& texts) {
  if (!std::exchange(comparing_, false)) return;
  std::vector<MutationName> names;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.ended || entry.disputed || (unsure(entry) && entry.request == 0)) names.push_back(entry.mutation.name);
  }
  for (const MutationName& name : names) {
    OutboxEntry& entry = *outbox_.find(name);
    const auto found = texts.find(outbox_key(name));
    if (entry.ended) {
      hand_over(entry, found == texts.end() ? nullptr : &found->second);
      continue;
    }
    if (std::exchange(entry.disputed, false)) {
      if (found != texts.end()) settle_dispute(entry, found->second);
      continue;
    }
    entry.compared = found != texts.end() && found->second == entry.stored;
    if (!entry.compared) found_otherwise(entry, found == texts.end() ? Json() : Json(found->second));
  }
}

// The entry is not in storage as this tab wrote it.
void Writer::found_otherwise(OutboxEntry& entry, const Json& text) {
  const std::string there = text.is_string() ? text.get<std::string>() : std::string();
  const Result<Message> message = decode_message(there);
  const bool newer = message.status.code == "message_newer";
  const bool foreign = newer || (message.ok() && message.value.from != session_.config.client);
  // The dead tab's text, which this one found when it took over, is there still where storage refused what replaces it.
  const bool theirs = foreign && !outbox_.owns_text(entry.mutation.name, there);
  const bool ended = text.is_null() && entry.exposed && !entry.stored.empty();
  // Storage refused it or was emptied, or an older text of this tab's own came back: nobody else has it.
  if (!theirs && !ended) {
    // A storage that does not keep it is no use: the mutation runs from memory.
    if (std::exchange(entry.restored, true)) entry.stored.clear();
    if (!entry.stored.empty()) outbox_.store(entry);
    return;
  }
  if (!ended) return give_away(MutationName(entry.mutation.name), message.value);
  const OutboxEntry given = outbox_.take(entry.mutation.name);
  outbox_.disown_key(given.mutation.name);
  outbox_.keep_unknown(given.mutation, given.promised);
  tell_unknown(given.mutation);
}

// `message`: the new owner's, as storage holds it.
void Writer::give_away(const MutationName& name, const Message& message) {
  const OutboxEntry given = take_entry(name);
  outbox_.disown_key(name);
  if (given.promised) outbox_.await(given.mutation);
  for (const SyncEvent& event : message.events) handler_.apply(event, "storage", message.from);
}

// It runs from memory here, and from storage there: it belongs to whom storage names. Where two send it, neither believes
// the other's refusal, though both hear that it has ended. A request that is under way is given up only where its answer can
// be had again.
void Writer::settle_dispute(const OutboxEntry& entry, const std::string& text) {
  if (!entry.stored.empty() || outbox_.wrote(entry, &text)) return;
  if (entry.request != 0 && !context_of(entry).keys) return;
  const Result<Message> message = decode_message(text);
  if (message.ok() && message.value.from != session_.config.client)
    give_away(MutationName(entry.mutation.name), message.value);
}

// Takes the entry out; a request of it that is still under way is given up.
OutboxEntry Writer::take_entry(const MutationName& name) {
  OutboxEntry entry = outbox_.take(name);
  if (entry.request != 0 && session_.requests.erase(entry.request) > 0)
    session_.effects.push({{"kind", "abort"}, {"id", entry.request}});
  return entry;
}

void Writer::hand_over_decided() {
  std::vector<MutationName> names;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (!entry.ended && decided(entry.mutation)) names.push_back(entry.mutation.name);
  }
  for (const MutationName& name : names) {
    OutboxEntry entry = take_entry(name);
    // Where nobody else can have sent it, the feed has named it: it is in the server.
    const bool shared = entry.exposed || name.client != session_.config.client;
    if (entry.promised || !shared) {
      outbox_.erase_key(name);
      if (entry.promised) outbox_.await(entry.mutation);
      continue;
    }
    entry.request = 0;
    entry.ended = true;
    outbox_.add(std::move(entry));
    ask_storage();
  }
}

// Who took it over, and so changed what storage holds of it, has kept what its user must hear. Where nobody did, it was
// ended from memory, which may have died with its tab: then the row tells.
void Writer::hand_over(const OutboxEntry& ended, const std::string* text) {
  const bool untold = outbox_.wrote(ended, text);
  const Mutation mutation = outbox_.take(MutationName(ended.mutation.name)).mutation;
  untold ? outbox_.keep_unknown(mutation, false) : outbox_.erase_key(mutation.name);
}

void Writer::ask_storage() {
  if (!std::exchange(comparing_, true)) session_.effects.push({{"kind", "scan"}});
}

std::vector<Mutation> Writer::mutations(const std::string& collection) const {
  std::vector<Mutation> mutations;
  for (const OutboxEntry& entry : outbox_.entries()) {
    if (entry.mutation.collection == collection) mutations.push_back(entry.mutation);
  }
  return mutations;
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

bool Writer::decided(const Mutation& mutation) const {
  const RowState* row = row_of(mutation);
  return session_.settled.contains(mutation.name) || (row != nullptr && row->answered(mutation.name));
}

// An earlier mutation without answer stands in the way: on the same row, in the same collection, or anywhere.
bool Writer::blocked(const OutboxEntry& entry) const {
  const Collection& own = *session_.find(entry.mutation.collection);
  const std::string key = own.resolve(entry.mutation.key);
  if (entry.mutation.operation != Operation::create && is_temporary(own, key)) return true;
  const bool row_busy = std::any_of(outbox_.entries().begin(), outbox_.entries().end(), [&](const OutboxEntry& other) {
    const bool same = other.mutation.collection == entry.mutation.collection && own.resolve(other.mutation.key) == key;
    return same && other.request != 0;
  });
  // What may not be repeated waits until storage has told whose it is.
  if (row_busy || unrepeatable(entry)) return true;
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

// A change of a row whose server's key will never be told: its create was refused, or was answered without a key. One that
// was made later (the refused create, tried again) is not what it changes, and waits for it.
bool Writer::stranded(const OutboxEntry& entry) const {
  const Collection& collection = *session_.find(entry.mutation.collection);
  if (entry.mutation.operation == Operation::create) return false;
  if (!is_temporary(collection, collection.resolve(entry.mutation.key))) return false;
  const RowState* row = row_of(entry.mutation);
  return row == nullptr || std::none_of(row->mutations().begin(), row->mutations().end(), [&](const Mutation& other) {
           const bool waits = other.operation == Operation::create && !row->answered(other.name);
           return waits && other.before(entry.mutation);
         });
}

// Another tab may have taken it over, or ended it. Storage knows.
bool Writer::unsure(const OutboxEntry& entry) const {
  return entry.exposed && !entry.compared && !entry.stored.empty();
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
    if (entry.request != 0 || entry.ended) continue;
    const bool never_sent = stranded(entry);
    if (!never_sent && !unrepeatable(entry)) continue;
    if (!unsure(entry)) {
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
  if (!session_.may_request() || !lives) return;
  end_unsendable();
  auto& entries = outbox_.entries();
  auto in_flight =
      std::count_if(entries.begin(), entries.end(), [](const OutboxEntry& entry) { return entry.request != 0; });
  for (OutboxEntry& entry : entries) {
    if (in_flight >= session_.config.outbox.concurrency) return;
    if (entry.ended || entry.request != 0 || entry.not_before_ms > session_.now_ms || blocked(entry)) continue;
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
