// The half of Transfer that decides when to say hello.
#include "core/transfer.hpp"

#include <algorithm>
#include <utility>

namespace tablattice {
namespace {

constexpr unsigned tries_max = 3;
// So often the leader was asked for what makes the digests differ, and it has not helped.
constexpr unsigned drift_hellos_max = 5;

}  // namespace

void Transfer::start() {
  forget_incoming(true);
  telling_.clear();
  drift_hellos_ = 0;
  drift_check_ms_ = 0;
  drift_looked_ = false;
  if (!session_.outdated) greet(Reason::newcomer, 0);
}

void Transfer::stop() {
  greeting_.reset();
  session_.greeting = false;
  waiting_.clear();
  telling_.clear();
  drift_check_ms_ = 0;
}

void Transfer::greet(Reason reason, unsigned tries, std::string to) {
  told_[""] = {++hello_id_, holdings()};
  const std::int64_t until_ms = session_.now_ms + session_.config.tabs.hello_ms * (tries + 1);
  greeting_ = Greeting{std::move(to), reason, tries, false, false, session_.now_ms, until_ms};
  session_.greeting = !complete();
  HelloEvent hello;
  hello.to = greeting_->to;
  hello.id = hello_id_;
  hello.marks = session_.marks();
  hello.collections = told_[""].holdings;
  session_.effects.send(std::move(hello));
}

void Transfer::heard_hello(const HelloEvent& hello, const std::string& sender) {
  session_.heard.expect(hello.marks, session_.now_ms);
  // Where the rows are equal, nothing else tells how far its clock is ahead: what is read here from now on is later than that.
  for (const auto& [name, holding] : hello.collections)
    (void)session_.clock.observe(holding.complete_at, session_.wall_ms);
  const bool asks_others = !hello.to.empty() && hello.to != session_.config.client;
  if (!hello.asks || asks_others || !complete_in_any()) return;
  if (waiting_.size() + telling_.size() >= transfers_max) return;
  if (session_.leads || !hello.to.empty()) return announce(hello, sender);
  // Not all at once: one answer is enough, and whoever hears it keeps silent.
  const std::int64_t hello_ms = session_.config.tabs.hello_ms;
  const std::int64_t delay_ms = hello_ms / 10 + jitter_ms(hello_ms / 2, session_.random);
  waiting_[sender] = {hello, session_.now_ms + delay_ms, false};
}

// A long state takes its time: that it comes is said at once.
void Transfer::announce(const HelloEvent& hello, const std::string& sender) {
  StateEvent coming;
  coming.to = sender;
  coming.id = hello.id;
  session_.effects.send(std::move(coming));
  waiting_[sender] = {hello, session_.now_ms + 1, true};
}

void Transfer::heard_beat(const BeatEvent& beat, const std::string& leader) {
  session_.heard.expect(beat.marks, session_.now_ms);
  const bool leader_has_more = std::any_of(beat.collections.begin(), beat.collections.end(), [&](const auto& item) {
    const Collection* collection = session_.find(item.first);
    return item.second.complete && collection != nullptr && !is_complete(*collection);
  });
  // The leader could not answer an earlier hello while it had nothing itself.
  const bool answer_due =
      greeting_ && (greeting_->answered || greeting_->sent_ms + session_.config.tabs.gap_ms > session_.now_ms);
  if (leader_has_more && !answer_due) return greet(Reason::newcomer, 0);
  if (greeting_) return;
  if (!differs(beat.collections)) {
    drift_hellos_ = 0;
    drift_check_ms_ = 0;
    return;
  }
  if (drift_hellos_ >= drift_hellos_max) return give_up();
  drift_pulses_ = beat.collections;
  drift_leader_ = leader;
  if (drift_check_ms_ == 0) check_drift_later(3 * session_.config.tabs.gap_ms);
}

void Transfer::pump() {
  if (!session_.running || session_.outdated) return;
  answer_waiting();
  if (greeting_ && greeting_->until_ms <= session_.now_ms && !await_busy()) unanswered();
  if (!greeting_) watch_gaps();
  if (!greeting_) watch_drift();
}

std::optional<std::int64_t> Transfer::due_at() const {
  if (!session_.running || session_.outdated) return std::nullopt;
  std::optional<std::int64_t> due;
  const auto sooner = [&](std::int64_t at_ms) { due = std::min(due.value_or(at_ms), at_ms); };
  for (const auto& [client, waiting] : waiting_) sooner(waiting.at_ms);
  if (!telling_.empty()) sooner(session_.now_ms);
  if (greeting_) {
    sooner(greeting_->until_ms);
  } else if (const auto gap_ms = gap_due_ms()) {
    sooner(std::max(*gap_ms, session_.now_ms + 1));
  }
  if (!greeting_ && drift_check_ms_ > 0) sooner(drift_check_ms_);
  return due;
}

// A tab that was busy sees its timer, late, before the answer that has been waiting behind it.
bool Transfer::await_busy() {
  const std::int64_t gap_ms = session_.config.tabs.gap_ms;
  if (greeting_->was_busy || session_.now_ms - greeting_->until_ms < gap_ms) return false;
  greeting_->was_busy = true;
  greeting_->until_ms = session_.now_ms + gap_ms;
  return true;
}

void Transfer::unanswered() {
  const Greeting greeting = *greeting_;
  greeting_.reset();
  session_.greeting = false;
  if (greeting.reason == Reason::newcomer) {
    if (on_unanswered) on_unanswered();
  } else if (greeting.tries + 1 < tries_max) {
    greet(greeting.reason, greeting.tries + 1, greeting.to);
  } else if (greeting.reason == Reason::gap) {  // whoever differs hears the leader's next beat
    give_up();
  }
}

// Nobody can tell what is missing: it is not waited for any more, and the API is asked instead.
void Transfer::give_up() {
  drift_hellos_ = 0;
  session_.heard.give_up();
  for (const auto& [name, collection] : session_.collections) {
    if (on_incurable && is_complete(collection)) on_incurable(name);
  }
}

void Transfer::watch_gaps() {
  const auto due_ms = gap_due_ms();
  if (!session_.heard.missing_since()) gap_tries_ = 0;
  if (!due_ms || *due_ms > session_.now_ms) return;
  // An answer need not fill the gap: who answers may miss the same.
  if (gap_tries_ == tries_max) return session_.heard.give_up();
  ++gap_tries_;
  ++session_.counters.gaps;
  pace_gaps();
  greet(Reason::gap, 0);
}

// What is only late leaves a gap too, and a hello brings more messages that may be late: where one gap follows another,
// they are asked for ever more slowly, or tabs on a slow transport would do nothing else.
void Transfer::pace_gaps() {
  const TabsOptions& tabs = session_.config.tabs;
  const bool calm = session_.now_ms - gap_not_before_ms_ > tabs.beat_ms;
  gap_pace_ms_ = calm ? 2 * tabs.hello_ms : std::min(2 * gap_pace_ms_, tabs.beat_ms);
  gap_not_before_ms_ = session_.now_ms + gap_pace_ms_;
}

std::optional<std::int64_t> Transfer::gap_due_ms() const {
  const auto since_ms = session_.heard.missing_since();
  if (!since_ms) return std::nullopt;
  return std::max(*since_ms + session_.config.tabs.gap_ms, gap_not_before_ms_);
}

void Transfer::check_drift_later(std::int64_t delay_ms) {
  drift_check_ms_ = session_.now_ms + delay_ms;
  drift_learnt_ = learnt_so_far();
}

// What is under way may still make them equal. A tab that is busy may see its timer before what came while it was: only two
// quiet looks tell.
void Transfer::watch_drift() {
  if (drift_check_ms_ == 0 || drift_check_ms_ > session_.now_ms) return;
  drift_check_ms_ = 0;
  const bool quiet = drift_learnt_ == learnt_so_far();
  const bool first_look = !std::exchange(drift_looked_, quiet);
  if (!quiet || !differs(drift_pulses_)) return;
  if (first_look) return check_drift_later(session_.config.tabs.gap_ms);
  drift_looked_ = false;
  ++drift_hellos_;
  greet(Reason::drift, 0, drift_leader_);
}

bool Transfer::complete() const {
  return std::all_of(session_.collections.begin(), session_.collections.end(),
                     [&](const auto& item) { return is_complete(item.second); });
}

bool Transfer::complete_in_any() const {
  return std::any_of(session_.collections.begin(), session_.collections.end(),
                     [&](const auto& item) { return is_complete(item.second); });
}

bool Transfer::differs(const std::map<std::string, Pulse>& pulses) const {
  return std::any_of(pulses.begin(), pulses.end(), [&](const auto& item) {
    const Collection* collection = session_.find(item.first);
    if (collection == nullptr || !item.second.complete) return false;
    return item.second.hash != collection->hash() || item.second.unsettled_hash != collection->unsettled_hash();
  });
}

std::uint64_t Transfer::learnt_so_far() const {
  std::uint64_t learnt = 0;
  for (const auto& [name, collection] : session_.collections) learnt += collection.sequence();
  return learnt;
}

std::map<std::string, Holding> Transfer::holdings() const {
  std::map<std::string, Holding> holdings;
  for (const auto& [name, collection] : session_.collections) holdings[name] = holding(collection);
  return holdings;
}

}  // namespace tablattice
