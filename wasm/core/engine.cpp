#include "core/engine.hpp"

#include <algorithm>
#include <utility>

namespace tablattice {
namespace {

// A host's number as a count; 0, which is nobody's request and no time, for what is none.
std::int64_t whole(double number) {
  return number >= 0 && number <= static_cast<double>(safe_integer_max) ? static_cast<std::int64_t>(number) : 0;
}

Json names_of(const std::vector<Mutation>& mutations) {
  Json names = Json::array();
  for (const Mutation& mutation : mutations) {
    names.push_back(
        json_object("name", mutation.name.text(), "collection", mutation.collection, "key", key_json(mutation.key)));
  }
  return json_object("mutations", std::move(names));
}

}  // namespace

Engine::Engine(std::string_view config, double now_ms) {
  Result<Config> read = read_config(config);
  Status status = read.status;
  Random generator;
  if (status.ok()) {
    Result<Random> seeded = Random::from_seed(read.value.seed);
    status = seeded.status;
    generator = seeded.value;
  }
  if (!status.ok()) {
    problem_ = dump_json(status.to_json());
    return;
  }
  session_ = std::make_unique<Session>(std::move(read.value), generator);
  session_->set_time(whole(now_ms));
  handler_ = std::make_unique<SyncHandler>(*session_);
  writer_ = std::make_unique<Writer>(*session_, *handler_);
  actions_ = std::make_unique<Actions>(*session_);
  orphans_ = std::make_unique<Orphans>(*session_);
  tabs_ = std::make_unique<Tabs>(*session_);
  transfer_ = std::make_unique<Transfer>(*session_, *handler_);
  cache_ = std::make_unique<Cache>(*session_);
  for (auto& [name, collection] : session_->collections) {
    readers_.emplace(std::piecewise_construct, std::forward_as_tuple(name),
                     std::forward_as_tuple(*session_, *handler_, collection));
    live_views_.try_emplace(name, collection, readers_.at(name));
  }
  connect();
  status_signature_ = sign_status();
}

char* Engine::allocate(std::size_t bytes) {
  inbox_ = Bytes(bytes);
  return inbox_.data();
}

bool Engine::fills_inbox(std::string_view body) const {
  return !body.empty() && body.data() == inbox_.view().data() && body.size() == inbox_.view().size();
}

std::uint32_t Engine::begin(double now_ms) {
  result_ = "{}";
  if (!problem_.empty()) {
    result_ = R"({"problem":)" + problem_ + "}";
    return mask_refused;
  }
  session_->set_time(whole(now_ms));
  forget_old();
  return 0;
}

// What every input ends with: requests that are due, views that follow, the timer, and the mask.
std::uint32_t Engine::end(std::uint32_t mask) {
  inbox_ = Bytes();  // it was read; what the views need of memory may stand where it stood
  writer_->hand_over_decided();
  writer_->decide_unknown();
  if (told_expired_ != session_->auth_expired && tabs_->leads()) tabs_->beat_soon();
  told_expired_ = session_->auth_expired;
  tabs_->pump();
  transfer_->pump();
  orphans_->pump();
  writer_->pump();
  cache_->pump(false);
  for (auto& [name, reader] : readers_) reader.pump();
  schedule();
  if (update_views()) mask |= mask_views;
  const Signature signature = sign_status();
  if (std::exchange(status_signature_, signature) != signature) mask |= mask_status;
  if (session_->effects.waiting()) mask |= mask_effects;
  return mask;
}

std::uint32_t Engine::refuse(const Status& status) {
  result_ = dump_json(json_object("problem", status.to_json()));
  return mask_refused;
}

std::uint32_t Engine::receive(const std::string& source, std::string_view text, double now_ms) {
  const std::uint32_t mask = begin(now_ms);
  if (mask != 0) return mask;
  if (session_->forgotten || session_->outdated) return end(0);
  const Status status = handler_->receive(text, source);
  if (status.ok()) return end(0);
  if (status.code == "message_newer") {
    session_->outdated = true;
    tabs_->stop(false);
    transfer_->stop();
  }
  session_->effects.report(status);
  if (session_->tracing) {
    session_->effects.push(json_object("kind", "event", "at", session_->wall_ms, "source", source, "verdict", "refused",
                                       "event", json_object("kind", "message", "problem", status.to_json()), "changes",
                                       Json::array()));
  }
  return end(refuse(status));
}

std::uint32_t Engine::dispatch(std::string_view action, double now_ms) {
  const std::uint32_t mask = begin(now_ms);
  if (mask != 0) return mask;
  Status status = check_action(action);
  if (status.ok()) status = apply_action(action);
  if (status.ok()) return end(0);
  ++session_->counters.refused;
  return end(refuse(status));
}

Status Engine::check_action(std::string_view action) const {
  if (session_->forgotten)
    return tablattice::problem("engine_forgotten", "The user signed out; this engine takes no more changes.", "action");
  if (action.size() <= action_bytes_max) return {};
  return tablattice::problem("action_too_long",
                             "An action of " + std::to_string(action.size()) + " bytes is over the bound of " +
                                 std::to_string(action_bytes_max) + ".",
                             "action");
}

Status Engine::apply_action(std::string_view action) {
  const Result<Json> json = parse_json(action, "action");
  if (!json.ok()) return json.status;
  const auto queue_max = static_cast<std::size_t>(session_->config.outbox.queue_max);
  const std::size_t queued = writer_->outbox().entries().size();
  const Result<std::vector<Mutation>> mutations = actions_->reduce(json.value, queue_max - std::min(queued, queue_max));
  if (!mutations.ok()) return mutations.status;
  const auto promised = json.value.find("promised");
  for (const Mutation& mutation : mutations.value) accept(mutation, promised != json.value.end() && *promised == true);
  result_ = dump_json(names_of(mutations.value));
  return {};
}

void Engine::accept(const Mutation& mutation, bool promised) {
  MutationEvent event;
  event.mutation = mutation;
  event.stored = true;
  handler_->apply(event, "dispatch", session_->config.client);
  session_->effects.send(std::move(event));
  writer_->submit(mutation, promised);
}

std::uint32_t Engine::respond(double id, std::string_view meta, std::string_view body, double now_ms) {
  const std::uint32_t mask = begin(now_ms);
  if (mask != 0) return mask;
  const Result<Json> json = parse_json(meta, "meta");
  if (!json.ok() || !json.value.is_object())
    return end(refuse(tablattice::problem("answer_invalid", "The answer's meta must be a JSON object.", "meta")));
  Answer read;
  read.body = body;
  if (fills_inbox(body)) read.inbox = &inbox_;
  const auto status = json.value.find("status");
  if (status != json.value.end() && status->is_number_integer()) read.status = status->get<int>();
  read.etag = text_member(json.value, "etag");
  read.retry_after = text_member(json.value, "retryAfter");
  const auto error = json.value.find("error");
  if (error != json.value.end() && error->is_object()) {
    read.status = 0;
    read.error = string_member(*error, "message").value_or("There was no answer.");
  }
  read.mapped = json.value.value("mapped", Json(false)) == true;
  const auto identity = string_member(json.value, "identity");
  if (identity && !session_->config.identity.empty() && *identity != session_->config.identity) {
    stop_for_identity();
  } else if (const auto entry = json.value.find("entry"); entry != json.value.end()) {
    const auto node = session_->requests.extract(static_cast<std::uint64_t>(whole(id)));
    if (!node.empty() && !session_->forgotten) writer_->displaced(node.mapped(), *entry);
  } else {
    answer(static_cast<std::uint64_t>(whole(id)), read);
  }
  return end(0);
}

// The API speaks to another user now. Nothing that it says may enter this scope, and nothing goes out; what waits stays in
// the outbox for the scope's own user.
void Engine::stop_for_identity() {
  session_->auth_expired = true;
  stop(false);
  const Status status =
      tablattice::problem("identity_mismatch",
                          "The API answered for another user than this scope's; the engine is stopped. Sign out with "
                          "destroy({ forget: true }), or make an engine for the other user's scope.",
                          session_->config.scope);
  session_->effects.report(status);
  for (auto& [name, reader] : readers_) reader.give_up(status.to_json());
}

// The answer to a request that is no longer waited for is dropped: it was given up, and what it says may be stale.
void Engine::answer(std::uint64_t id, const Answer& answer) {
  const auto node = session_->requests.extract(id);
  if (node.empty() || session_->forgotten) return;
  const Request& request = node.mapped();
  if (request.from_outbox()) {
    writer_->answered(request, answer);
  } else {
    readers_.at(request.collection).answered(request, answer);
  }
}

void Engine::expire_requests() {
  std::vector<std::uint64_t> late;
  for (const auto& [id, request] : session_->requests) {
    if (request.deadline_ms <= session_->now_ms) late.push_back(id);
  }
  for (const std::uint64_t id : late) {
    session_->effects.push(json_object("kind", "abort", "id", id));
    Answer none;
    none.error = "The API did not answer in time.";
    answer(id, none);
  }
}

std::uint32_t Engine::load(const std::string& collection, std::string_view body, double now_ms) {
  const std::uint32_t mask = begin(now_ms);
  if (mask != 0) return mask;
  if (session_->forgotten)
    return end(refuse(
        tablattice::problem("engine_forgotten", "The user signed out; this engine takes no more rows.", "load")));
  const auto reader = readers_.find(collection);
  if (reader == readers_.end())
    return end(refuse(tablattice::problem("collection_unknown", "This engine has no collection '" + collection + "'.",
                                          "collection")));
  const Status status = reader->second.load(fills_inbox(body) ? std::move(inbox_) : Bytes::of(body));
  return end(status.ok() ? 0 : refuse(status));
}

std::uint32_t Engine::wake(double now_ms) {
  const std::uint32_t mask = begin(now_ms);
  if (mask != 0) return mask;
  session_->effects.wake(std::nullopt);
  expire_requests();
  if (!session_->forgotten) {
    for (auto& [name, reader] : readers_) reader.advance();
    transfer_->advance();
  }
  return end(0);
}

void Engine::schedule() {
  if (session_->forgotten || session_->suspended) return session_->effects.wake(std::nullopt);
  std::optional<std::int64_t> next = writer_->due_at();
  const auto sooner = [&](std::optional<std::int64_t> at) {
    if (at && (!next || *at < *next)) next = at;
  };
  for (const auto& [name, reader] : readers_) sooner(reader.due_at());
  sooner(tabs_->due_at());
  sooner(transfer_->due_at());
  sooner(orphans_->due_at());
  sooner(cache_->due_at());
  for (const auto& [id, request] : session_->requests) sooner(request.deadline_ms);
  session_->effects.wake(next ? std::optional(session_->machine_time(*next)) : next);
}

}  // namespace tablattice
