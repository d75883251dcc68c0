// Whose a mutation is: taken over from a tab that died, claimed by two, given back, or ended elsewhere while this tab slept.
#include <algorithm>
#include <utility>
#include <variant>

#include "core/writer.hpp"

namespace tablattice {

void Writer::take_over(const MutationEvent& event, const std::optional<std::string>& text) {
  const Mutation& mutation = event.mutation;
  const bool lost = event.stored && !text;
  if (outbox_.find(mutation.name) != nullptr) return;
  outbox_.adopt_key(mutation.name, text);
  if (!event.problem.is_null()) {
    // Where it is gone from storage, its user has taken it up again or let it go.
    return lost || told_.contains(mutation.name)
               ? outbox_.erase_key(mutation.name)
               : outbox_.keep({mutation, event.problem, session_.wall_ms, event.unknown_at});
  }
  if (!event.open()) return take_over_unknown(event, lost);
  if (decided(mutation)) return outbox_.erase_key(mutation.name);
  ++session_.counters.adopted;
  OutboxEntry entry;
  entry.mutation = mutation;
  // Whoever has it next may not have heard the alias. A create goes on under the key that its server does not take.
  if (mutation.operation != Operation::create)
    entry.mutation.key = session_.find(mutation.collection)->resolve(mutation.key);
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
void Writer::take_over_unknown(const MutationEvent& event, bool lost) {
  const Mutation& mutation = event.mutation;
  const auto awaited = outbox_.unknown().find(mutation.name);
  const bool promised = awaited != outbox_.unknown().end() && awaited->second.promised;
  if (lost && !promised) {
    outbox_.disown_key(mutation.name);
  } else {
    outbox_.keep_unknown({mutation, event.unknown_at, promised});
  }
  if (!decided(mutation)) tell_unknown(mutation, event.unknown_at);
}

void Writer::unstored(const std::string& key) {
  const Result<MutationName> name = name_of_outbox_key(key);
  OutboxEntry* entry = name.ok() ? outbox_.find(name.value) : nullptr;
  if (entry == nullptr) return;
  // Its former tab may be frozen only: it will find its own text in storage, and think it still its own. This one may be
  // back from that, and an heir have been refused as well.
  if (entry->mutation.name.client != session_.config.client || entry->exposed) entry->contested = true;
  if (outbox_.unstored(*entry)) session_.effects.send(outbox_.event(*entry));
}

void Writer::claimed(const MutationEvent& event, const std::string& sender) {
  OutboxEntry& entry = *outbox_.find(event.mutation.name);
  const bool own = (event.owner.empty() ? sender : event.owner) == session_.config.client;
  // Storage refused to count those attempts, or they were made without knowing of this tab's.
  if (event.open() && event.attempts > (own ? entry.attempts : 0)) entry.contested = true;
  if (own || !event.open() || !event.stored) return;
  if (entry.needs_read) look_again(entry);
  if (!entry.stored.empty()) return;
  entry.disputed = true;
  ask_storage();
}

// A conflict's refusal may be overtaken by another tab's attempt: what is to complete it is read anew, once storage has told
// that there was none.
void Writer::look_again(OutboxEntry& entry) {
  session_.give_up_request(entry.request);
  entry.expose();
}

void Writer::exposed() {
  for (OutboxEntry& entry : outbox_.entries()) {
    if (entry.needs_read) look_again(entry);
  }
  outbox_.hold_back();
  for (OutboxEntry& entry : outbox_.entries()) {
    entry.expose();
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
  if (text.is_null() || outbox_.find(request.name) != nullptr) return;
  // This tab was taken for dead, so others have the rest as well: that is looked for now, not when it would be sent.
  for (OutboxEntry& other : outbox_.entries()) other.expose();
  ask_storage();
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
    if (std::exchange(entry.restored, true)) outbox_.keep_in_memory(entry);
    if (!entry.stored.empty()) outbox_.store(entry);
    return;
  }
  if (!ended) return give_away(MutationName(entry.mutation.name), message.value);
  const OutboxEntry given = outbox_.take(entry.mutation.name);
  outbox_.disown_key(given.mutation.name);
  const Stamp now = session_.tick();
  outbox_.keep_unknown({given.mutation, now, given.promised});
  tell_unknown(given.mutation, now);
}

// `message`: the new owner's, as storage holds it. Whoever leads may not have heard whose it is, and must know when that one
// dies, even if storage holds nothing of it any more.
void Writer::give_away(const MutationName& name, const Message& message) {
  const OutboxEntry given = take_entry(name);
  outbox_.disown_key(name);
  if (given.promised) outbox_.await(given.mutation);
  for (const SyncEvent& event : message.events) {
    handler_.apply(event, "storage", message.from);
    const auto* theirs = std::get_if<MutationEvent>(&event);
    if (theirs == nullptr) continue;
    MutationEvent told = *theirs;
    told.owner = message.from;
    session_.effects.send(std::move(told));
  }
}

// It runs from memory here, and from storage there: it belongs to whom storage names. Where two send it, neither believes
// the other's refusal, though both hear that it has ended. A request that is under way is given up only where its answer can
// be had again.
void Writer::settle_dispute(const OutboxEntry& entry, const std::string& text) {
  if (!entry.stored.empty() || outbox_.owns_text(entry.mutation.name, text)) return;
  const Result<Message> message = decode_message(text);
  if (!message.ok() || message.value.from == session_.config.client) return;
  const bool keeps = entry.request != 0 && !entry.needs_read && !context_of(entry).keys;
  MutationEvent uncounted = outbox_.event(entry);
  if (!keeps) give_away(MutationName(entry.mutation.name), message.value);
  if (uncounted.attempts > 0) tell_uncounted(std::move(uncounted), message.value, !keeps);
}

// Storage, which names another owner, has not counted this tab's attempts: that owner would take its own for the first. It
// may be at its next one already, so they are told as coming after that.
void Writer::tell_uncounted(MutationEvent event, const Message& stored, bool given) {
  for (const SyncEvent& there : stored.events) {
    const auto* counted = std::get_if<MutationEvent>(&there);
    if (counted == nullptr || !counted->open()) return;
    event.attempts += counted->attempts + 1;
  }
  event.owner = stored.from;
  event.stored = true;
  if (given) handler_.apply(event, "storage", stored.from);
  session_.effects.send(std::move(event));
}

// Takes the entry out; a request of it that is still under way is given up.
OutboxEntry Writer::take_entry(const MutationName& name) {
  OutboxEntry entry = outbox_.take(name);
  session_.give_up_request(entry.request);
  return entry;
}

void Writer::hand_over_decided() {
  const std::uint64_t decisions = session_.decisions();
  if (std::exchange(decisions_seen_, decisions) == decisions) return;
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
    entry.ended = true;
    outbox_.add(std::move(entry));
    ask_storage();
  }
}

// Who took it over, and so changed what storage holds of it, has kept what its user must hear. Where nobody did, it was
// ended from memory, which may have died with its tab: then the row tells.
void Writer::hand_over(const OutboxEntry& ended, const std::string* text) {
  const bool untold = text == nullptr ? ended.stored.empty() : outbox_.owns_text(ended.mutation.name, *text);
  const Mutation mutation = outbox_.take(MutationName(ended.mutation.name)).mutation;
  untold ? outbox_.keep_unknown({mutation, session_.tick()}) : outbox_.erase_key(mutation.name);
}

void Writer::ask_storage() {
  if (!std::exchange(comparing_, true)) session_.effects.push(json_object("kind", "scan"));
}

}  // namespace tablattice
