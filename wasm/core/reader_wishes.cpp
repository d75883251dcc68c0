// The half of Reader that knows who waits for a read: callers of refresh(), and this tab itself, for the leader's.
#include <utility>

#include "core/reader.hpp"

namespace tablattice {

std::optional<std::uint64_t> Reader::refresh(bool force) {
  if (!force && ready_ && error_.is_null() && policy_.fresh(session_.now_ms)) return std::nullopt;
  const std::uint64_t token = ++session_.last_refresh;
  const bool next = force && asked_earlier();
  (next ? waiting_next_ : waiting_).push_back(token);
  if (next || !(fetching() || asked_)) invalidate();
  return token;
}

// The read under way may have been answered already: it says nothing of what happened since it was asked for.
bool Reader::asked_earlier() const {
  if (joining()) return true;
  if (fetching()) return session_.requests.at(request_).sent_ms < session_.now_ms;
  return asked_ && asked_->ms < session_.wall_ms;
}

// The leader reads for this tab. A newcomer need not ask: whoever leads is reading, and will tell when it is done.
void Reader::ask() {
  policy_.sent();
  wait_together();
  const bool aloud = complete() || !session_.config.poll.enabled;
  asked_ = aloud ? session_.tick() : Stamp();
  asked_until_ms_ = session_.now_ms + session_.config.poll.deadline_ms;
  if (aloud) session_.effects.send(AskEvent{AskEvent::Wish::read, collection_.options().name, *asked_});
}

// The read that is waited for may have been sent already, and says nothing of what happened since. The leader is told at
// once: one more read of its serves all who wish for it by then. Asked one after the other, each when the first has come,
// every tab would cost a read.
void Reader::ask_for_another() {
  asked_next_ = session_.tick();
  session_.effects.send(AskEvent{AskEvent::Wish::read, collection_.options().name, *asked_next_});
}

void Reader::ask_again() {
  if (!asked_) return;
  asked_.reset();
  asked_next_.reset();
  policy_.request_now();
}

// What a read that was sent at `stamp` told is known here.
void Reader::reached(const Stamp& stamp) {
  if (!asked_ || stamp < *asked_) return;
  if (asked_next_ && stamp < *asked_next_) {
    asked_ = std::exchange(asked_next_, std::nullopt);
    asked_until_ms_ = session_.now_ms + session_.config.poll.deadline_ms;
    return settle_waiting(nullptr);
  }
  asked_.reset();
  asked_next_.reset();
  wait_together();
  finish(nullptr);
}

// Whoever waits, be it for this read or for the one after it, is served by one that is sent now.
void Reader::wait_together() {
  waiting_.insert(waiting_.end(), waiting_next_.begin(), waiting_next_.end());
  waiting_next_.clear();
}

// Those who waited for this read are told; those for the next one wait on.
void Reader::settle_waiting(const Json& problem) {
  for (const std::uint64_t token : waiting_) {
    session_.effects.push({{"kind", "refreshed"}, {"token", token}, {"problem", problem}});
  }
  waiting_ = std::exchange(waiting_next_, {});
}

void Reader::give_up(const Json& problem) {
  settle_waiting(problem);
  settle_waiting(problem);
}

void Reader::finish(const Json& problem) {
  settle_waiting(problem);
  if (!waiting_.empty() || again_) policy_.request_now();
  again_ = false;
}

}  // namespace tablattice
