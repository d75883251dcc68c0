// The half of Tab that executes effects, as web/engine/effects.js does.
#include <utility>

#include "simulation/json_slice.hpp"
#include "simulation/push.hpp"
#include "simulation/tab.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// The last member of every message (members stand in the order of their names).
constexpr std::string_view own_protocol = R"("p":1})";
constexpr std::string_view newer_protocol = R"("p":2})";

std::string with_protocol(std::string text, std::string_view before, std::string_view after) {
  if (text.ends_with(before)) text.replace(text.size() - before.size(), before.size(), after);
  return text;
}

// Whether that beat's digest is of mutations that are not settled, in any collection.
bool tells_open(std::string_view beat) {
  constexpr std::string_view digest = R"("unsettled":")";
  constexpr std::string_view none = "0000000000000000";
  for (std::size_t at = beat.find(digest); at != std::string_view::npos; at = beat.find(digest, at + 1)) {
    if (beat.substr(at + digest.size(), none.size()) != none) return true;
  }
  return false;
}

}  // namespace

std::string Tab::out(std::string text) const {
  return newer ? with_protocol(std::move(text), own_protocol, newer_protocol) : text;
}

std::string Tab::in(std::string text) const {
  return newer ? with_protocol(std::move(text), newer_protocol, own_protocol) : text;
}

// All in one task, in order. A crash may come between any two.
void Tab::execute_all(const std::string& effects) {
  const bool dies = world_.strikes(Fault::crashed_between_effects) && world_.alive() > 1;
  std::size_t left = dies ? world_.dice(Fault::crashed_between_effects).below(4) : effects.size();
  for_each_element(effects, [&](std::string_view effect) {
    if (world_.failed()) return;
    const std::string_view kind = member(effect, "kind");
    if (alive() && left-- == 0) {
      world_.note(client, " crashes before ", effect);
      end(world_.dice(Fault::crashed_between_effects).between(20, 200));
    }
    // It dies in the very step in which it would tell its user.
    if (!alive() && kind == "\"settle\"") {
      if (Deed* deed = world_.ledger.find(text_member(effect, "name"))) deed->unheard = true;
    }
    if (!alive()) return;
    if (world_.trace.on() && kind != "\"wake\"") world_.note(client, " → ", effect);
    execute(kind.substr(1, kind.size() - 2), effect);
  });
}

void Tab::execute(std::string_view kind, std::string_view effect) {
  if (kind == "send") return send(text_member(effect, "text"));
  if (kind == "persist") return persist(effect);
  if (kind == "request") return ask(effect);
  if (kind == "wake") return set_timer(member(effect, "at"));
  if (kind == "settle") return settle(effect);
  if (kind == "lock")
    return world_.locks.request(*this, text_member(effect, "name"), member(effect, "steal") == "true");
  if (kind == "unlock") return world_.locks.release(*this, text_member(effect, "name"));
  if (kind == "scan") return world_.timeline.after(0, [this] { deliver([this] { tell_stored(); }); });
  if (kind == "recall") return world_.cache.recall(*this);
  if (kind == "cache") return world_.cache.write(*this, member(effect, "entries"));
  if (kind == "unauthorized") return sign_in();
  if (kind == "forgotten") return forget();
  if (kind == "abort") return abort(static_cast<double>(number_of(member(effect, "id"))));
  const bool heard_by_users_only = kind == "refreshed" || kind == "report" || kind == "event";
  if (!heard_by_users_only) world_.fail("harness", "The host does not know the effect " + std::string(effect));
}

void Tab::abort(double id) {
  const auto found = requests_.find(id);
  if (found == requests_.end()) return;
  found->second->waited_for = false;
  requests_.erase(found);
}

// The host hands it to every transport; storage carries it where the channel is broken, here or in a tab that was
// heard.
void Tab::send(std::string text) {
  if (text.find(R"("newLife":true)") != std::string::npos) world_.tally.count(Repair::new_life);
  if (text.find(R"("kind":"state")") != std::string::npos) world_.tally.count(Repair::state_transfer);
  if (text.find(R"("kind":"alias")") != std::string::npos) world_.tally.count(Repair::alias);
  note_unknown(text);
  for (const auto& check : world_.checks) check->said(*this, text);
  note_beat(text);
  const std::string told = out(std::move(text));
  if (!channel_broken) world_.channel.post(*this, told);
  if (!channel_broken && !storage_carries) return;
  if (world_.storage.write(*this, message_key, &told)) {
    world_.storage.write(*this, message_key, nullptr);
  } else {
    world_.timeline.after(
        0, [this] { deliver([this] { signal(R"({"type":"transport","message":"QuotaExceededError"})"); }); });
  }
}

void Tab::note_beat(const std::string& text) {
  if (text.find(R"("kind":"beat")") == std::string::npos) return;
  world_.note_beat(index);
  beat_tells_open = tells_open(text);
  beat_at_ms = world_.timeline.now_ms();
}

// The engine writes members in the order of their names, so an outcome's name stands before it.
void Tab::note_unknown(std::string_view text) {
  constexpr std::string_view unknown = R"(","outcome":"unknown")";
  for (std::size_t at = text.find(unknown); at != std::string_view::npos; at = text.find(unknown, at + 1)) {
    const std::size_t start = text.rfind('"', at - 1) + 1;
    Deed& deed = *world_.ledger.find(std::string(text.substr(start, at - start)));
    deed.unknown_in = static_cast<int>(index);
    world_.tally.count(Repair::unknown_outcome);
    push_again(world_, *this, deed);
  }
}

void Tab::persist(std::string_view effect) {
  const std::string key = text_member(effect, "key");
  const std::string_view text = member(effect, "text");
  const bool removes = text == "null";
  const std::string kept = removes ? std::string() : out(unquoted(text));
  if (!may_write(key, member(effect, "held"))) return;
  if (key == message_key) note_beat(kept);  // where storage alone carries what a page says
  for (const auto& check : world_.checks) check->persisted(*this, key, removes ? nullptr : &kept);
  const bool done = world_.storage.write(*this, key, removes ? nullptr : &kept);
  Deed* deed = key.starts_with("outbox/") ? world_.ledger.find(key.substr(7)) : nullptr;
  if (deed != nullptr && !removes) (done ? deed->stored : deed->unstored) = true;
  const bool failed = kept.find(R"("problem":)") != std::string::npos;
  const bool ended = failed || kept.find(R"("unknownAt":)") != std::string::npos;
  if (deed != nullptr && !done && ended) deed->refusal_unstored = true;
  const bool refused = failed && kept.find(R"("code":"outcome_unknown")") == std::string::npos;
  if (deed != nullptr && done && refused) deed->failure_stored = true;
  if (deed != nullptr && !done && kept.find(R"("attempts":)") != std::string::npos) deed->uncounted_in.insert(index);
  if (!done) {
    world_.timeline.after(0, [this, key] {
      deliver([this, key] {
        signal(R"({"type":"unstored","key":)" + json_string(key) + R"(,"message":"QuotaExceededError"})");
      });
    });
  }
}

// `held`: what the key may hold, null for nothing; empty: whatever it holds.
bool Tab::may_write(const std::string& key, std::string_view held) {
  const auto found = world_.storage.items().find(key);
  bool may = held.empty();
  for_each_element(held, [&](std::string_view text) {
    const bool there = found != world_.storage.items().end();
    may = may || (text == "null" ? !there : there && in(found->second) == unquoted(text));
  });
  return may;
}

void Tab::ask(std::string_view effect) {
  auto request = std::make_shared<Request>();
  request->id = static_cast<double>(number_of(member(effect, "id")));
  request->call = read_call(member(effect, "operation"), world_.plan);
  request->tab = index;
  request->asked_ms = world_.timeline.now_ms();
  if (const std::string_view entry = member(effect, "entry"); entry.size() > 4) {
    request->entry_key = text_member(entry, "key");
    request->entry_text = text_member(entry, "text");
    request->entry_next = text_member(entry, "next");
  }
  requests_[request->id] = request;
  Deed* deed = request->call.reads() ? nullptr : world_.ledger.find(request->call.idempotency_key);
  if (deed != nullptr) ++deed->asks;
  for (const auto& check : world_.checks) check->asked(*this, *request);
  // A page has its headers when it fetches.
  if (member(effect, "fetched") == "true") return leave(request);
  // The host maps the operation and asks the application for headers before anything is sent.
  const std::int64_t headers_ms = world_.network_dice().per_mille(50) ? world_.network_dice().between(20, 600) : 0;
  world_.timeline.after(headers_ms, [this, request] {
    deliver([this, request] {
      if (!request->waited_for) return;
      if (!request->entry_key.empty() && !still_own(request)) return;
      leave(request);
    });
  });
}

void Tab::leave(const std::shared_ptr<Request>& request) {
  request->sent = true;
  for (const auto& check : world_.checks) check->sent(*this, *request);
  world_.network.send(request);
}

// As late as can be: while the tab was frozen or asked for headers, another may have taken the mutation over. Where
// storage refuses what is written in its place, the request goes out all the same.
bool Tab::still_own(const std::shared_ptr<Request>& request) {
  const auto& items = world_.storage.items();
  const auto held = items.find(request->entry_key);
  const bool own = held != items.end() && in(held->second) == request->entry_text;
  if (!own) {
    answer_entry(request, held == items.end() ? nullptr : &held->second);
    return false;
  }
  const std::string next = out(request->entry_next);
  for (const auto& check : world_.checks) check->persisted(*this, request->entry_key, &next);
  Deed* deed = world_.ledger.find(request->entry_key.substr(7));
  if (!world_.storage.write(*this, request->entry_key, &next) && deed != nullptr)
    deed->unstored = deed->attempt_unstored = true;
  return true;
}

// One timer. A hidden tab's run once a second only; what is due at once the host brings about without one.
void Tab::set_timer(std::string_view at) {
  const std::uint64_t timer = ++timer_;
  timer_at_ms_.reset();
  if (at == "null") return;
  std::int64_t delay_ms = std::max<std::int64_t>(0, number_of(at) - now_ms());
  if (!visible && delay_ms > 0 && world_.plan.chance(Fault::timers_throttled) > 0) {
    world_.tally.count(Fault::timers_throttled);
    delay_ms = (world_.timeline.now_ms() + delay_ms) / 1'000 * 1'000 + 1'000 - world_.timeline.now_ms();
  }
  timer_at_ms_ = world_.timeline.now_ms() + delay_ms;
  world_.timeline.after(delay_ms, [this, timer] {
    if (life == Life::running) ring(timer);
  });
}

void Tab::ring(std::uint64_t timer) {
  if (timer != timer_ || !timer_at_ms_ || !alive()) return;
  timer_at_ms_.reset();
  after(engine_->wake(static_cast<double>(now_ms())));
}

void Tab::settle(std::string_view effect) {
  Deed* deed = world_.ledger.find(text_member(effect, "name"));
  if (deed == nullptr) return world_.fail("harness", "A promise of nobody was settled: " + std::string(effect));
  const std::string_view problem = member(effect, "problem");
  const std::string code = problem == "null" ? std::string() : text_member(problem, "code");
  if (code.empty()) {
    deed->saved_in.insert(index);
    if (deed->operation == Operation::remove && deed->applied.empty()) deed->absent_saved = true;
  } else if (code == "outcome_unknown") {
    deed->told_unknown = true;
  } else {
    deed->refused_in.insert(index);
    deed->given_up = deed->given_up || code == "attempts_exhausted";
    deed->conflicted = deed->conflicted || code == "conflict";
    deed->keyless = deed->keyless || code == "create_rejected";
  }
  for (const auto& check : world_.checks) check->told(*this, *deed, code);
}

// The application asks its user to sign in, who does after a while.
void Tab::sign_in() {
  world_.timeline.after(world_.network_dice().between(200, 1'500), [this] {
    deliver([this] {
      world_.server.signed_in = true;
      signal(R"({"type":"authorized","ok":true})");
    });
  });
}

void Tab::forget() {
  forgotten = true;
  attached = false;
  for (const auto& [id, request] : requests_) request->waited_for = false;
  requests_.clear();
  world_.storage.wipe();
  world_.cache.wipe();
}

// What the engine counted of its own repairs, when it ends.
void Tab::count_repairs() const {
  if (engine_ == nullptr) return;
  const std::string text = engine_->status();
  const std::string_view counters = member(text, "counters");
  const auto count = [&](Repair repair, const char* name) {
    world_.tally.count(repair, static_cast<std::uint64_t>(number_of(member(counters, name))));
  };
  count(Repair::adopted, "adopted");
  count(Repair::gap, "gaps");
  count(Repair::healed, "healed");
  count(Repair::stale, "stale");
  count(Repair::duplicate, "duplicate");
  count(Repair::refused, "refused");
  count(Repair::malformed, "malformed");
}

}  // namespace tablattice::simulation
