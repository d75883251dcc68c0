#include "core/tabs.hpp"

#include <algorithm>
#include <tuple>

namespace tablattice {

std::string client_lock(const std::string& client) { return "client:" + client; }

Tabs::Tabs(Session& session) : session_(session), visible_(session.config.visible) {
  show_life(true);
  update_reads();
}

void Tabs::start() {
  show_life(true);
  beat_heard_ms_ = session_.now_ms;
  replace_at_ms_ = 0;
  if (session_.config.locks) {
    if (!session_.outdated) ask_for_lock(false);
  } else {
    // Long enough to hear of a leader; a hidden tab leaves it to those that are seen.
    replace_at_ms_ =
        session_.now_ms + session_.config.tabs.hello_ms + jitter_ms(session_.config.tabs.hello_ms, session_.random);
    if (!visible_) replace_at_ms_ += silence_ms();
  }
  present_due_ms_ = session_.now_ms + present_interval_ms();
  update_reads();
}

void Tabs::stop(bool suspended) {
  if (leading_) follow(true);
  release_lock();
  if (suspended) show_life(false);
  acting_ = false;
  leader_.clear();
  update_reads();
}

void Tabs::visibility(bool visible) {
  visible_ = visible;
  if (leading_) beat_soon();
}

void Tabs::locked(const std::string& name, bool held) {
  if (name != leader_lock) return;
  if (!held) {
    asked_ = false;
    if (leading_) follow(false);
    if (session_.running && !session_.outdated) ask_for_lock(false);
  } else if (asked_ && !leading_) {
    lead();
  }
}

void Tabs::heard_ask(const AskEvent& ask) {
  if (!leading_ || ask.wish != AskEvent::Wish::lead || visible_) return;
  stand_down();
}

void Tabs::heard_beat(const BeatEvent& beat, const std::string& sender) {
  if (!session_.running) return;
  // Two transports may bring an older one after that with which its sender resigned.
  if (sender == resigned_ && beat.stamp < resigned_at_) return;
  if (beat.resigns) {
    resigned_ = sender;
    resigned_at_ = beat.stamp;
  }
  const bool outranked = std::tie(beat.term, sender) < std::tie(term_, leader_);
  if (leading_) {
    // The other one hears who is right; or it is this one that has to go.
    if (outranked) return beat_soon();
    if (beat.resigns) return outrank(beat.term);
    stand_down();
  } else {
    if (!beat.resigns) withdraw_before(beat.term, sender);
    if (sender != leader_ && (beat.resigns || (outranked && leader_lives()))) return;
  }
  term_ = std::max(term_, beat.term);
  beat_heard_ms_ = session_.now_ms;
  acting_ = false;
  const bool changed = leader_ != sender;
  leader_ = beat.resigns ? std::string() : sender;
  replace_at_ms_ = 0;
  if (beat.resigns) expect_leader();
  if (visible_ && !beat.visible && !beat.resigns) send_ask(AskEvent::Wish::lead);
  update_reads();
  if (!beat.resigns && on_leader_beat) on_leader_beat(beat, changed);
}

// This tab led once, and lost its lock to one that had not heard of its term: to the others it still ranks before that.
void Tabs::withdraw_before(std::uint64_t term, const std::string& sender) {
  if (std::tie(term, sender) < std::tie(led_term_, session_.config.client)) send_beat(true);
}

// The term of one that leads no more is not below this leader's own, so whoever heard of it would not follow this tab.
void Tabs::outrank(std::uint64_t term) {
  term_ = led_term_ = term + 1;
  beat_soon();
}

// The next one's beat is due soon; without locks this tab may have to be the next one.
void Tabs::expect_leader() {
  const TabsOptions& options = session_.config.tabs;
  beat_heard_ms_ = session_.now_ms - silence_ms() + options.beat_ms;
  if (session_.config.locks) return;
  replace_at_ms_ = session_.now_ms + 1 + jitter_ms(options.hello_ms, session_.random);
  if (!visible_) replace_at_ms_ += options.beat_ms;
}

void Tabs::nobody_answered() {
  if (leading_ || leader_lives()) return;
  acting_ = true;
  update_reads();
}

void Tabs::beat_soon() { beat_due_ms_ = session_.now_ms; }

bool Tabs::leader_lives() const { return !leader_.empty() && session_.now_ms - beat_heard_ms_ < silence_ms(); }

void Tabs::pump() {
  if (!session_.running || session_.outdated) return;
  const std::int64_t now_ms = session_.now_ms;
  if (leading_) {
    if (beat_due_ms_ <= now_ms) send_beat(false);
  } else if (!leader_lives() && now_ms - beat_heard_ms_ >= silence_ms()) {
    if (replace_at_ms_ == 0) replace_at_ms_ = now_ms + jitter_ms(session_.config.tabs.beat_ms, session_.random);
    if (visible_) acting_ = true;
    if (replace_at_ms_ <= now_ms) replace_leader();
    update_reads();
  } else if (leader_.empty() && replace_at_ms_ > 0 && replace_at_ms_ <= now_ms) {
    replace_leader();
  }
  if (leading_ || present_due_ms_ > now_ms) return;
  send_ask(AskEvent::Wish::present);
  present_due_ms_ = now_ms + present_interval_ms();
}

std::optional<std::int64_t> Tabs::due_at() const {
  if (!session_.running || session_.outdated) return std::nullopt;
  if (leading_) return beat_due_ms_;
  std::int64_t due = beat_heard_ms_ + silence_ms();
  if (replace_at_ms_ > 0) due = std::max(replace_at_ms_, session_.now_ms + 1);
  return std::min(due, present_due_ms_);
}

// The leader is silent. Its lock is stolen by a tab that is seen, now and then: a steal too many only costs a beat.
void Tabs::replace_leader() {
  if (!session_.config.locks) return lead();
  replace_at_ms_ =
      session_.now_ms + session_.config.tabs.steal_ms + jitter_ms(session_.config.tabs.beat_ms, session_.random);
  if (!visible_) return;
  ++session_.counters.steals;
  ask_for_lock(true);
}

// A tab that lives holds the lock of its own name.
void Tabs::show_life(bool lives) {
  if (!session_.config.locks || lives == shows_life_) return;
  shows_life_ = lives;
  session_.life_held = false;
  session_.effects.push(json_object("kind", lives ? "lock" : "unlock", "name", client_lock(session_.config.client)));
}

void Tabs::ask_for_lock(bool steal) {
  if (asked_ && !steal) return;
  if (asked_) session_.effects.push(json_object("kind", "unlock", "name", leader_lock));
  asked_ = true;
  Json effect = json_object("kind", "lock", "name", leader_lock);
  if (steal) effect["steal"] = true;
  session_.effects.push(std::move(effect));
}

void Tabs::release_lock() {
  if (asked_) session_.effects.push(json_object("kind", "unlock", "name", leader_lock));
  asked_ = false;
}

void Tabs::lead() {
  leading_ = true;
  acting_ = false;
  led_term_ = ++term_;
  leader_ = session_.config.client;
  replace_at_ms_ = 0;
  update_reads();
  beat_soon();
  if (on_lead) on_lead(true);
}

void Tabs::follow(bool resigns) {
  if (resigns) send_beat(true);
  leading_ = false;
  leader_.clear();
  beat_heard_ms_ = session_.now_ms;
  replace_at_ms_ = 0;
  update_reads();
  if (on_lead) on_lead(false);
}

// Goes to the end of the queue of those who want to lead.
void Tabs::stand_down() {
  follow(true);
  release_lock();
  if (session_.config.locks) ask_for_lock(false);
}

void Tabs::send_beat(bool resigns) {
  BeatEvent beat;
  beat.term = led_term_;
  beat.stamp = session_.tick();
  beat.visible = visible_;
  beat.resigns = resigns;
  beat.expired = session_.auth_expired;
  beat.marks = session_.marks();
  if (fill_beat) fill_beat(beat);
  session_.effects.send(std::move(beat));
  ++session_.counters.beats;
  beat_due_ms_ = session_.now_ms + session_.config.tabs.beat_ms;
}

void Tabs::send_ask(AskEvent::Wish wish) { session_.effects.send(AskEvent{wish, {}, session_.tick()}); }

void Tabs::update_reads() {
  const bool read_before = session_.reads;
  session_.leads = leading_;
  session_.reads = leading_ || acting_ || session_.outdated || !session_.running;
  // Whoever reads for the others is the one who asks the application.
  const bool asks = session_.reads && !read_before && session_.running && session_.auth_expired;
  if (asks) session_.effects.push(json_object("kind", "unauthorized"));
}

// Without locks a tab is known to live only by what it says; with them silence matters only to those who forget.
std::int64_t Tabs::present_interval_ms() const {
  const TabsOptions& options = session_.config.tabs;
  return session_.config.locks ? options.memory_ms / 4 : 5 * options.beat_ms;
}

std::int64_t Tabs::silence_ms() const { return session_.config.tabs.beat_ms * session_.config.tabs.beats_missed; }

}  // namespace tablattice
