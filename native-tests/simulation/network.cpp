#include "simulation/network.hpp"

#include <algorithm>

#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::int64_t busy_seconds_max = 3;

}  // namespace

std::int64_t Network::latency_ms() {
  return world_.network_dice().between(world_.plan.latency_ms / 3, world_.plan.latency_ms) + 1;
}

void Network::send(const std::shared_ptr<Request>& request) {
  const Tab& tab = *world_.tabs[request->tab];
  if (!tab.online) return fail(request, 3);
  const Call& call = request->call;
  std::int64_t delay_ms = latency_ms();
  if (world_.strikes(Fault::request_lost))
    return world_.network_dice().per_mille(500) ? fail(request, delay_ms) : static_cast<void>(0);
  if (!call.reads() && world_.strikes(Fault::request_late))
    delay_ms += world_.dice(Fault::request_late).between(world_.plan.deadline_ms / 2, world_.plan.deadline_ms + 8'000);
  arrive(request, false, delay_ms);
  // What a browser or a proxy sends again by itself: what has a key, or may be repeated by its method.
  const bool repeatable = world_.plan.keys || call.type == Call::Type::remove;
  if (!call.reads() && repeatable && world_.strikes(Fault::request_twice))
    arrive(request, true, delay_ms + world_.dice(Fault::request_twice).between(0, 3'000));
}

void Network::arrive(const std::shared_ptr<Request>& request, bool copy, std::int64_t delay_ms) {
  world_.timeline.after(delay_ms, [this, request, copy] {
    if (turned_away(request, copy)) return;
    const bool slow = world_.plan.keys && !request->call.reads() && world_.strikes(Fault::key_in_progress);
    if (!slow) return carry_out(request, copy);
    const std::string key = request->call.idempotency_key;
    world_.server.keys_in_progress.insert(key);
    world_.timeline.after(world_.dice(Fault::key_in_progress).between(100, world_.plan.deadline_ms + 1'000),
                          [this, request, copy, key] {
                            world_.server.keys_in_progress.erase(key);
                            carry_out(request, copy);
                          });
  });
}

// Whether something before the backend's code has answered.
bool Network::turned_away(const std::shared_ptr<Request>& request, bool copy) {
  Dice& dice = world_.network_dice();
  if (!world_.server.up) {
    if (!copy) fail(request, latency_ms());
  } else if (!world_.server.signed_in) {
    reply(request, copy, {401, R"({"title":"Sign in again."})", "", ""});
  } else if (world_.strikes(Fault::server_error)) {
    constexpr int statuses[] = {500, 502, 503, 504};
    reply(request, copy, {statuses[dice.below(4)], "", "", ""});
  } else if (world_.strikes(Fault::server_busy)) {
    const std::string seconds = std::to_string(dice.between(1, busy_seconds_max));
    reply(request, copy, {dice.per_mille(500) ? 429 : 503, "", "", seconds});
  } else if (world_.strikes(Fault::login_page)) {
    reply(request, copy, {200, "<!doctype html><title>Sign in</title>", "", ""});
  } else if (world_.server.keys_in_progress.contains(request->call.idempotency_key)) {
    reply(request, copy, {409, R"({"type":"https://example.com/idempotency-key-in-progress"})", "", ""});
  } else {
    return false;
  }
  return true;
}

// Another tab has taken the mutation over, or may have: so it goes on with what came after. Without keys the server would
// take this request for another change.
bool Network::overtaken(const Request& request) const {
  const Deed* deed = request.call.reads() ? nullptr : world_.ledger.find(request.call.idempotency_key);
  if (deed == nullptr || world_.plan.keys) return false;
  return deed->last_sender != request.tab || deed->sender_absences != world_.tabs[request.tab]->absences;
}

// While its sender was suspended another tab took the mutation over, sent it or could not send it again, and has told it as
// of unknown outcome: it cannot know that this request is still on its way.
bool Network::given_up_by_heir(const Request& request) const {
  const Deed* deed = request.call.reads() ? nullptr : world_.ledger.find(request.call.idempotency_key);
  return deed != nullptr && deed->unknown_in >= 0 && deed->unknown_in != static_cast<int>(request.tab);
}

void Network::carry_out(const std::shared_ptr<Request>& request, bool copy) {
  Call call = request->call;
  call.copy = copy;
  call.overtaken = overtaken(*request);
  const bool late = !request->waited_for || copy || given_up_by_heir(*request);
  const Reply told = world_.server.handle(call, world_.timeline.now_ms(), late);
  // A write that is answered 404 tells that the row is not there, as a read does.
  if (request->call.reads() || told.status == 404)
    reads_.push_back({request->asked_ms, world_.timeline.now_ms(), world_.server.history().size()});
  const bool broke = !request->call.reads() && told.status < 300 && world_.strikes(Fault::error_after_commit);
  reply(request, copy, broke ? Reply{500, "", "", ""} : told);
}

void Network::reply(const std::shared_ptr<Request>& request, bool copy, const Reply& told) {
  if (copy || !request->waited_for) return;
  count(told);
  std::int64_t delay_ms = latency_ms();
  if (world_.strikes(Fault::answer_lost))
    return world_.network_dice().per_mille(500) ? fail(request, delay_ms) : static_cast<void>(0);
  if (world_.strikes(Fault::answer_late)) delay_ms += world_.dice(Fault::answer_late).between(200, 4'000);
  world_.timeline.after(delay_ms, [this, request, told] {
    Tab& tab = *world_.tabs[request->tab];
    tab.deliver([&tab, request, told] { tab.answer(request, told, ""); });
  });
}

void Network::fail(const std::shared_ptr<Request>& request, std::int64_t delay_ms) {
  world_.timeline.after(delay_ms, [this, request] {
    Tab& tab = *world_.tabs[request->tab];
    tab.deliver([&tab, request] { tab.answer(request, {0, "", "", ""}, "Failed to fetch"); });
  });
}

void Network::count(const Reply& told) {
  const auto repair = [&](Repair kind) { world_.tally.count(kind); };
  switch (told.status) {
    case 204:
      return repair(Repair::bare_answer);
    case 304:
      return repair(Repair::not_modified);
    case 401:
      return repair(Repair::unauthorized);
    case 410:
      return repair(Repair::cursor_expired);
    case 412:
      return repair(Repair::conflict);
    case 404:
    case 409:
    case 422:
      return repair(Repair::rejected);
    default:
      return;
  }
}

bool Network::crossed(std::uint64_t mark) const {
  for (const Read& first : reads_) {
    if (first.mark <= mark) continue;
    const bool overtaken = std::any_of(reads_.begin(), reads_.end(), [&](const Read& second) {
      return second.asked_ms >= first.asked_ms && second.answered_ms <= first.answered_ms && second.mark < first.mark;
    });
    if (overtaken) return true;
  }
  return false;
}

}  // namespace tablattice::simulation
