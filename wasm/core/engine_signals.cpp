// The half of Engine that takes signals: activity, visibility, network, storage, sign-in and sign-out.
#include <algorithm>
#include <array>
#include <utility>

#include "core/engine.hpp"

namespace tablattice {
namespace {

bool flag(const Json& signal, const char* name) {
  const auto found = signal.find(name);
  return found != signal.end() && *found == true;
}

bool one_of(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* candidate) { return word == candidate; });
}

}  // namespace

std::uint32_t Engine::signal(std::string_view text, double now_ms) {
  const std::uint32_t mask = begin(now_ms);
  if (mask != 0) return mask;
  if (session_->forgotten) return end(0);
  const Result<Json> json = parse_json(text, "signal");
  const Status status = json.ok() ? apply_signal(json.value) : json.status;
  return end(status.ok() ? 0 : refuse(status));
}

Status Engine::apply_signal(const Json& signal) {
  const std::string& type = text_member(signal, "type");
  if (one_of(type, {"refresh", "invalidate"})) return signal_collection(type, signal);
  if (one_of(type, {"retry", "discard"})) return signal_failure(type, signal);
  if (type == "uncached") {
    cache_->failed();
    session_->effects.report(tablattice::problem("cache_failed", text_member(signal, "message"), "cache"));
    return {};
  }
  if (one_of(type, {"unstored", "transport"})) {
    const bool storage = type == "unstored";
    if (storage) writer_->unstored(text_member(signal, "key"));
    session_->effects.report(tablattice::problem(storage ? "storage_refused" : "transport_failed",
                                                 text_member(signal, "message"),
                                                 string_member(signal, "key").value_or(type)));
    return {};
  }
  if (type == "stored") {
    take_up_stored(signal);
  } else if (type == "cached") {
    cache_->recalled(signal.value("entries", Json()));
  } else if (type == "lock") {
    signal_lock(signal);
  } else if (type == "trace") {
    session_->tracing = flag(signal, "on");
  } else if (type == "forget") {
    session_->effects.send(ForgetEvent{});
    return become_forgotten();
  } else if (one_of(type, {"start", "stop", "suspend", "activity", "focus", "visibility", "online", "authorized"})) {
    signal_environment(type, signal);
  } else {
    return tablattice::problem("signal_invalid", "There is no signal '" + type + "'.", "signal/type");
  }
  return {};
}

void Engine::signal_environment(const std::string& type, const Json& signal) {
  if (type == "start") return start();
  if (type == "stop" || type == "suspend") return stop(type == "suspend");
  if (type == "authorized" && flag(signal, "ok")) session_->auth_expired = false;
  const bool online = flag(signal, "online");
  if (type == "online") {
    if (online && !session_->online) writer_->online();
    session_->online = online;
  }
  if (type == "visibility") {
    session_->visible = flag(signal, "visible");
    tabs_->visibility(session_->visible);
  }
  if (type == "activity" || type == "focus") tell_activity();
  for (auto& [name, reader] : readers_) {
    if (type == "activity") reader.policy().activity(session_->now_ms);
    if (type == "focus") reader.policy().focus(session_->now_ms);
    if (type == "visibility") reader.policy().visibility(flag(signal, "visible"), session_->now_ms);
    if (type == "online") reader.policy().online(online, session_->reads);
  }
}

// The leader polls by what users do in any tab.
void Engine::tell_activity() {
  const std::int64_t interval_ms = session_->config.poll.idle_after_ms / 6;
  if (session_->reads || session_->now_ms - activity_told_ms_ < interval_ms) return;
  activity_told_ms_ = session_->now_ms;
  session_->effects.send(AskEvent{AskEvent::Wish::activity, {}, session_->tick()});
}

void Engine::signal_lock(const Json& signal) {
  const std::string& name = text_member(signal, "name");
  const std::string own = client_lock(session_->config.client);
  const std::string prefix = client_lock("");
  if (name == own) {
    session_->life_held = flag(signal, "held");
    // What was changed since this tab returned could be taken over until its lock was its own again.
    const bool returned = session_->effects.mark().life > session_->config.life;
    if (session_->life_held && returned) writer_->exposed();
  }
  tabs_->locked(name, flag(signal, "held"));
  if (name != own && name.starts_with(prefix) && flag(signal, "held")) orphans_->locked(name.substr(prefix.size()));
}

void Engine::take_up_stored(const Json& signal) {
  const auto entries = signal.find("entries");
  if (entries == signal.end() || !entries->is_array()) return;
  std::map<std::string, std::string> texts;
  for (const Json& entry : *entries) {
    if (!entry.is_object()) continue;
    texts[string_member(entry, "key").value_or("outbox")] = text_member(entry, "text");
  }
  for (const auto& [key, text] : texts) take_up(key, text);
  writer_->compare(texts);
  orphans_->scanned(texts);
}

// Entries that cannot be read stay where they are: what a user typed is not thrown away because this build cannot read it.
void Engine::take_up(const std::string& key, const std::string& text) {
  const Result<MutationName> name = name_of_outbox_key(key);
  if (name.ok() && writer_->outbox().keeps(name.value)) {
    // An older message of its former owner's may have made it look like an orphan again.
    if (decode_message(text).status.code == "message_newer") orphans_->leave(name.value);
    return;
  }
  Status status = handler_->take_up(text);
  if (!status.ok()) {
    if (status.code == "message_newer" && name.ok()) orphans_->leave(name.value);
    status.where = key;
    return session_->effects.report(status);
  }
  // This tab's own, of a mutation that has ended; another's is removed once that one is dead.
  const bool over = name.ok() && session_->settled.contains(name.value) && !orphans_->find(name.value);
  if (over && tabs_->leads()) session_->effects.persist(key, std::nullopt, {text});
}

Status Engine::signal_collection(const std::string& type, const Json& signal) {
  const std::string& name = text_member(signal, "collection");
  const auto reader = readers_.find(name);
  if (reader == readers_.end())
    return tablattice::problem("collection_unknown", "This engine has no collection '" + name + "'.",
                               "signal/collection");
  if (type == "invalidate") {
    reader->second.invalidate();
  } else if (const auto token = reader->second.refresh(flag(signal, "force"))) {
    result_ = dump_json(json_object("refresh", *token));
  }
  return {};
}

Status Engine::signal_failure(const std::string& type, const Json& signal) {
  const Result<MutationName> name = MutationName::from_text(text_member(signal, "name"));
  const auto failure = name.ok() ? writer_->take_failure(name.value) : std::nullopt;
  if (!failure) return tablattice::problem("failure_unknown", "There is no failed change of this name.", "signal/name");
  if (type == "retry") {
    const Mutation again = actions_->again(failure->mutation);
    accept(again, false);
    result_ = dump_json(json_object(
        "mutations",
        Json::array({{{"name", again.name.text()}, {"collection", again.collection}, {"key", key_json(again.key)}}})));
  }
  return {};
}

Status Engine::become_forgotten() {
  if (session_->forgotten) return {};
  session_->forgotten = true;
  for (const auto& [id, request] : session_->requests) session_->effects.push(json_object("kind", "abort", "id", id));
  session_->requests.clear();
  const Json problem = tablattice::problem("engine_forgotten", "The user signed out.", "").to_json();
  writer_->forget(problem);
  orphans_->clear();
  for (auto& [name, reader] : readers_) reader.give_up(problem);
  session_->effects.push(json_object("kind", "forgotten"));
  // After the host has wiped: whoever gets the locks finds nothing to take over.
  stop(true);
  return {};
}

}  // namespace tablattice
