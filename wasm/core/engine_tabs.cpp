// The half of Engine that joins its parts: who hears of what, and what a tab does when it comes, goes and has been away.
#include <algorithm>
#include <utility>

#include "core/engine.hpp"

namespace tablattice {

void Engine::connect() {
  handler_->on_mutation = [this](const MutationEvent& event, const std::string& sender) {
    session_->note_client(event.mutation.name.client);
    const MutationName& name = event.mutation.name;
    if (writer_->outbox().find(name) != nullptr) return writer_->claimed(event, sender);
    const bool ended = event.open() && writer_->decided(event.mutation);
    if (!ended && event.owner == session_->config.client) {
      // What this tab keeps for its user is its own. And two that take each other for the owner would tell so for ever.
      const bool disputed = !writer_->outbox().keeps(name) && orphans_->owner(name) != sender;
      if (disputed) orphans_->correct(event);
      return;
    }
    if (!ended) orphans_->heard(event, sender);
  };
  handler_->on_outcome = [this](const OutcomeEvent& event) {
    orphans_->outcome(event);
    writer_->outcome(event);
  };
  handler_->on_rows = [this](const RowsEvent& event) {
    // Equal rows show that nothing of what was told before is missing, nor more here than there.
    const bool complete = event.complete && event.hash == session_->find(event.collection)->hash();
    if (complete) readers_.at(event.collection).heard_complete(event.stamp);
  };
  handler_->on_found = [this](const MutationEvent& event, const std::string& owner) { orphans_->found(event, owner); };
  handler_->on_alias = [this](const AliasEvent& event) { writer_->aliased(event); };
  handler_->on_ask = [this](const AskEvent& ask) { heard_ask(ask); };
  handler_->on_hello = [this](const HelloEvent& hello, const std::string& sender) {
    transfer_->heard_hello(hello, sender);
    // Who asks anybody may not know who leads. A beat for each that differs would make them all ask again.
    if (tabs_->leads() && hello.to.empty()) tabs_->beat_soon();
  };
  handler_->on_state = [this](const StateEvent& state, const std::string& sender) {
    transfer_->heard_state(state, sender);
  };
  handler_->on_beat = [this](const BeatEvent& beat, const std::string& sender) { tabs_->heard_beat(beat, sender); };
  handler_->on_forget = [this] { become_forgotten(); };
  handler_->owner = [this](const MutationName& name) {
    const OutboxEntry* entry = writer_->outbox().find(name);
    if (entry == nullptr) return orphans_->owner(name);
    // Storage refused what this heir wrote: its first owner, which may be back, finds its own text, and has sent it alone.
    const bool lent = entry->stored.empty() && entry->attempts == 0;
    return lent ? name.client : session_->config.client;
  };
  connect_writer();
  connect_tabs();
  connect_transfer();
}

void Engine::connect_writer() {
  writer_->on_bare_answer = [this](const std::string& collection) { readers_.at(collection).invalidate(); };
  orphans_->on_orphan = [this](const MutationEvent& event, const std::optional<std::string>& text) {
    writer_->take_over(event, text);
  };
  orphans_->hears_state_until = [this] { return transfer_->hears_state_until(); };
  orphans_->decided = [this](const Mutation& mutation) { return writer_->decided(mutation); };
  orphans_->on_forgotten = [this](const Mutation& mutation) { writer_->tell_unknown(mutation); };
}

void Engine::connect_tabs() {
  tabs_->fill_beat = [this](BeatEvent& beat) {
    orphans_->tidy();
    for (const auto& [name, reader] : readers_) {
      const Collection& collection = *session_->find(name);
      beat.collections[name] = {reader.complete(), collection.hash(), collection.unsettled_hash(),
                                reader.fetched_at_ms(), reader.error()};
    }
  };
  tabs_->on_lead = [this](bool leads) {
    orphans_->lead(leads);
    cache_->lead();
  };
  tabs_->on_leader_beat = [this](const BeatEvent& beat, bool changed) { heard_leader(beat, changed); };
  for (auto& [name, reader] : readers_) {
    reader.on_turn = [this] {
      if (tabs_->leads()) tabs_->beat_soon();
    };
  }
}

void Engine::connect_transfer() {
  transfer_->holding = [this](const Collection& collection) { return holding_of(collection); };
  transfer_->is_complete = [this](const Collection& collection) {
    return readers_.at(collection.options().name).complete();
  };
  transfer_->mutation_event = [this](const Mutation& mutation) { return event_of(mutation); };
  transfer_->on_complete = [this](const std::string& collection, const Holding& holding) {
    readers_.at(collection).adopt(holding);
  };
  transfer_->on_unanswered = [this] { tabs_->nobody_answered(); };
  transfer_->on_incurable = [this](const std::string& collection) { readers_.at(collection).read_alone(); };
  cache_->holding = transfer_->holding;
  cache_->is_complete = transfer_->is_complete;
  cache_->on_recalled = [this](const std::string& collection, const Holding& holding) {
    readers_.at(collection).recall(holding);
  };
}

Holding Engine::holding_of(const Collection& collection) const {
  const Reader& reader = readers_.at(collection.options().name);
  Holding holding;
  holding.complete = reader.complete();
  holding.complete_at = collection.complete_at();
  holding.cursor = collection.cursor();
  holding.fetched_at_ms = reader.fetched_at_ms();
  holding.buckets = collection.buckets();
  for (const std::string& key : collection.unsettled_keys()) {
    for (const Mutation& mutation : collection.state(key)->mutations()) holding.unsettled.push_back(mutation.name);
  }
  return holding;
}

// As whoever sends its requests would tell it.
MutationEvent Engine::event_of(const Mutation& mutation) {
  if (const OutboxEntry* entry = writer_->outbox().find(mutation.name)) return writer_->outbox().event(*entry);
  if (auto known = orphans_->find(mutation.name)) return *std::move(known);
  MutationEvent event;
  event.mutation = mutation;
  event.owner = mutation.name.client;
  return event;
}

void Engine::heard_ask(const AskEvent& ask) {
  tabs_->heard_ask(ask);
  if (!tabs_->leads()) return;
  if (ask.wish == AskEvent::Wish::authorize) session_->expire_authorization();
  if (ask.wish == AskEvent::Wish::read) readers_.at(ask.collection).invalidate();
  for (auto& [name, reader] : readers_) {
    if (ask.wish == AskEvent::Wish::activity) reader.policy().activity(session_->now_ms);
  }
}

void Engine::heard_leader(const BeatEvent& beat, bool changed) {
  session_->auth_expired = beat.expired;
  for (auto& [name, reader] : readers_) {
    if (changed) reader.ask_again();
  }
  for (const auto& [name, pulse] : beat.collections) {
    const auto reader = readers_.find(name);
    if (reader != readers_.end()) reader->second.heard_pulse(pulse);
  }
  orphans_->tidy();
  transfer_->heard_beat(beat, tabs_->leader());
}

void Engine::start() {
  session_->suspended = false;
  session_->running = true;
  last_heard_ms_ = session_->now_ms;
  if (started_before_) session_->effects.begin_life();
  started_before_ = true;
  tabs_->start();
  session_->effects.push(json_object("kind", "scan"));
  cache_->start();
  transfer_->start();
  for (auto& [name, reader] : readers_) reader.start();
}

void Engine::stop(bool suspended) {
  cache_->pump(true);
  session_->running = false;
  session_->suspended = suspended;
  if (suspended) writer_->exposed();
  tabs_->stop(suspended);
  transfer_->stop();
}

// Bounds: what no request or message can outlive is forgotten (design §7). A tab that heard nothing for so long may know
// what the others have forgotten the end of, so it begins anew.
void Engine::forget_old() {
  const std::int64_t memory_ms = session_->config.tabs.memory_ms;
  const std::int64_t now_ms = session_->now_ms;
  const bool away = started_before_ && now_ms - last_heard_ms_ > memory_ms;
  if (session_->running || away) last_heard_ms_ = now_ms;
  if (away) forget_all_confirmed();
  if (forget_due_ms_ > now_ms) return;
  forget_due_ms_ = now_ms + memory_ms / 8;
  const std::int64_t horizon_ms = now_ms - memory_ms;
  session_->heard.forget(horizon_ms);
  for (const std::string& client : session_->settled.clients()) {
    const std::int64_t noted_ms = session_->client_noted_ms.try_emplace(client, now_ms).first->second;
    if (noted_ms < horizon_ms && client != session_->config.client) session_->settled.forget(client);
  }
  std::erase_if(session_->client_noted_ms, [&](const auto& item) { return item.second < horizon_ms; });
  Stamp horizon;
  horizon.ms = std::max<std::int64_t>(session_->wall_ms - memory_ms, 0);
  for (auto& [name, collection] : session_->collections) collection.forget(horizon);
}

void Engine::forget_all_confirmed() {
  orphans_->clear();
  writer_->give_up_unknown();
  session_->heard = Heard(session_->config.client);
  for (auto& [name, reader] : readers_) {
    session_->find(name)->reset(writer_->mutations(name));
    reader.reset();
    if (session_->running) reader.start();
  }
  if (session_->running) transfer_->start();
}

}  // namespace tablattice
