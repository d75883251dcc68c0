#include "core/reader.hpp"

#include <algorithm>
#include <utility>

#include "core/answer.hpp"
#include "core/read_facts.hpp"
#include "core/trace.hpp"

namespace tablattice {

Reader::Reader(Session& session, SyncHandler& handler, Collection& collection)
    : session_(session),
      handler_(handler),
      collection_(collection),
      policy_(session.config.poll, session.config.visible, session.online) {}

void Reader::start() {
  policy_.activity(session_.now_ms);
  if (session_.config.poll.enabled && !(ready_ && policy_.fresh(session_.now_ms))) policy_.request_now();
}

void Reader::invalidate() { !fetching() && asked_ ? ask_for_another() : read_next(); }

// A read that is sent from now on, once the one under way has come.
void Reader::read_next() {
  if (fetching()) {
    again_ = true;
  } else {
    policy_.request_now();
  }
}

void Reader::heard_complete(const Stamp& stamp) {
  if (!complete()) return;
  collection_.join_complete(stamp);
  fetched_at_ms_ = session_.wall_ms;
  error_ = nullptr;
  policy_.news(session_.own_time(stamp.ms));
  reached(stamp);
}

void Reader::adopt(const Holding& holding) {
  ready_ = true;
  error_ = nullptr;
  fetched_at_ms_ = std::max(fetched_at_ms_, std::min(holding.fetched_at_ms, session_.wall_ms));
  policy_.news(session_.own_time(fetched_at_ms_));
  const auto mine = Version::from_json(collection_.cursor());
  const auto theirs = Version::from_json(holding.cursor);
  const bool comparable = mine && theirs;
  if (comparable ? *theirs > *mine : collection_.cursor().is_null()) collection_.set_cursor(holding.cursor);
  if (waiting_.empty() && !asked_) {
    policy_.satisfied();
    // Others could tell what was wrong after all. A read of its own that is no longer wanted would be due whenever the
    // leader's is.
    alone_ = false;
  }
  reached(holding.complete_at);
}

void Reader::recall(const Holding& holding) {
  ready_ = true;
  fetched_at_ms_ = std::max(fetched_at_ms_, holding.fetched_at_ms);
  if (collection_.rung() == Rung::feed && collection_.cursor().is_null()) collection_.set_cursor(holding.cursor);
}

void Reader::heard_pulse(const Pulse& pulse) {
  // The leader's read failed and it tries again: all who wait for it reading by themselves would cost a read each.
  const bool failed_now = error_.is_null() && !pulse.error.is_null();
  if (asked_ && failed_now) asked_until_ms_ = session_.now_ms + session_.config.poll.deadline_ms;
  if (!fetching() && ready_) error_ = pulse.error;
}

void Reader::read_alone() {
  if (!session_.config.poll.enabled) return;
  alone_ = true;
  etag_.clear();
  collection_.drop_cursor();
  read_next();
}

void Reader::reset() {
  ready_ = false;
  alone_ = false;
  etag_.clear();
  pages_.reset();
  // Half a list cannot be taken for a whole one, nor what followed on what was known for all that is.
  if (fetching()) policy_.request_now();
  session_.give_up_request(request_);
  incoming_.reset();
  list_.reset();
  fetched_at_ms_ = 0;
}

std::optional<std::int64_t> Reader::due_at() const {
  if (joining()) return session_.now_ms;
  if (fetching() || !session_.may_request() || (!session_.running && !policy_.wanted())) return std::nullopt;
  // What the others know may spare the first read.
  if (session_.greeting && !complete() && !session_.leads) return std::nullopt;
  if (collection_.options().persist && session_.recalling_until_ms > session_.now_ms)
    return session_.recalling_until_ms;
  if (session_.reads || alone_) return asked_ ? session_.now_ms : policy_.due_at(session_.now_ms, session_.leads);
  if (asked_) return asked_until_ms_;
  return policy_.wanted() ? policy_.due_at(session_.now_ms, false) : std::nullopt;
}

void Reader::pump() {
  const auto due = due_at();
  if (!due || joining() || *due > session_.now_ms) return;
  if (session_.reads || alone_ || asked_) {
    send();
  } else {
    ask();
  }
}

RequestType Reader::next_type() const {
  const bool feed = collection_.rung() == Rung::feed && !collection_.cursor().is_null();
  return feed && !pages_ ? RequestType::changes : RequestType::list;
}

bool Reader::holds_etag_body() const { return !etag_.empty() && !pages_ && collection_.hash() == etag_hash_; }

void Reader::send() {
  alone_ = false;
  asked_.reset();
  asked_next_.reset();
  if (!pages_) wait_together();
  Request request;
  request.type = next_type();
  request.collection = collection_.options().name;
  Json operation = Json::object();
  if (request.type == RequestType::changes) {
    request.since = collection_.cursor();
    operation["since"] = request.since;
  } else if (pages_) {
    operation["page"] = pages_->next;
  } else if (holds_etag_body()) {
    operation["ifNoneMatch"] = etag_;
    request.conditional = true;
  }
  policy_.sent();
  request_ = session_.start_request(std::move(request), std::move(operation), session_.config.poll.deadline_ms).id;
}

void Reader::answered(const Request& request, const Answer& answer) {
  request_ = 0;
  if (session_.config.unauthorized.contains(answer.status)) {
    session_.expire_authorization();
    policy_.request_now();
  } else if (answer.status == 304 && request.conditional) {
    not_modified(request);
  } else if (answer.status == 410 && request.type == RequestType::changes) {
    collection_.drop_cursor();
    policy_.request_now();
  } else if (!answer.success()) {
    const bool http = answer.status != 0;
    const std::string message =
        http ? "The API answered a read with status " + std::to_string(answer.status) + "." : answer.error;
    fail(problem(http ? "http_error" : "network_error", message, collection_.options().name,
                 {{"status", answer.status}}),
         answer.retry_after);
  } else if (request.type == RequestType::changes) {
    answered_changes(request, answer);
  } else {
    answered_list(request, answer);
  }
}

void Reader::not_modified(const Request& request) {
  confirm_again(collection_, request);
  const bool open = leaves_open(collection_, request, nullptr);
  if (open) again_ = true;
  Trace trace(session_);
  tell(RowsNews(rows_event(request)), trace, !open);
  succeed(request);
}

void Reader::tell(RowsNews news, Trace& trace, bool complete) {
  if (complete) collection_.join_complete(news.event.stamp);
  news.event.complete = complete;
  news.event.hash = collection_.hash();
  // A poll that brought nothing is no duplicate worth counting.
  if (news.verdict() == Verdict::joined) ++session_.counters.joined;
  if (news.verdict() == Verdict::stale) ++session_.counters.stale;
  trace.finish(news.event, "response", verdict_word(news.verdict()));
  // The first list of a newcomer is no news to anyone: who lacks it asks for the state.
  if (!ready_ || !session_.running) return;
  for (RowsEvent& part : split_rows(std::move(news.event))) session_.effects.send(std::move(part));
}

void Reader::turned(bool ready_before, const Json& error_before) {
  const bool turned = ready_ != ready_before || error_.is_null() != error_before.is_null();
  if (turned && on_turn) on_turn();
}

void Reader::succeed(const Request& request) {
  const Json error_before = std::exchange(error_, nullptr);
  const bool ready_before = std::exchange(ready_, true);
  fetched_at_ms_ = session_.wall_ms;
  policy_.succeeded(request.sent_ms, session_.now_ms);
  finish(nullptr);
  turned(ready_before, error_before);
}

void Reader::fail(const Status& status, const std::string& retry_after) {
  pages_.reset();
  const Json error_before = std::exchange(error_, status.to_json());
  session_.effects.report(status);
  policy_.failed(session_.now_ms, retry_after_ms(retry_after, session_.wall_ms), session_.random);
  finish(error_);
  turned(ready_, error_before);
}

bool Reader::behind() const {
  return !complete() || !error_.is_null() || !session_.online || session_.auth_expired || !session_.running;
}

Json Reader::view_status() const {
  const char* status = !error_.is_null() ? "error" : ready_ ? "ready" : "loading";
  return {{"status", status},
          {"fetching", fetching()},
          {"stale", behind()},
          {"error", error_},
          {"fetchedAt", fetched_at_ms_ == 0 ? Json(nullptr) : Json(fetched_at_ms_)}};
}

void Reader::sign(Signature& signature) const {
  signature.add(static_cast<std::uint64_t>(fetched_at_ms_));
  signature.add((ready_ ? 1U : 0U) + (fetching() ? 2U : 0U) + (behind() ? 4U : 0U) + (joining() ? 8U : 0U) +
                (error_.is_null() ? 0U : 16U));
  if (joining()) signature.add(static_cast<std::uint64_t>(progress() * 1e6));
  if (!error_.is_null()) signature.add(dump_json(error_));
}

}  // namespace tablattice
