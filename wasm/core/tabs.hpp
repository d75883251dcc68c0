// Which tab leads: it reads for all of them and takes over what dead tabs left (design §7). A Web Lock elects it where the
// host has locks, else the beats alone do; two leaders at once cost requests, never the end state.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/event.hpp"
#include "core/session.hpp"

namespace tablattice {

// The locks of a scope: the leader's, and one for each client, held while it lives.
inline constexpr const char* leader_lock = "leader";
std::string client_lock(const std::string& client);

class Tabs {
 public:
  explicit Tabs(Session& session);

  // Adds what the leader has to say to its beat.
  std::function<void(BeatEvent&)> fill_beat;
  // This tab leads from now on, or no more.
  std::function<void(bool leads)> on_lead;
  // The leader's beat, taken as such. `changed`: another client's than the last one.
  std::function<void(const BeatEvent&, bool changed)> on_leader_beat;

  void start();
  // The inputs are detached. `suspended`: nothing runs until start(), so nothing stays locked.
  void stop(bool suspended);
  void visibility(bool visible);
  void locked(const std::string& name, bool held);
  void heard_ask(const AskEvent& ask);
  void heard_beat(const BeatEvent& beat, const std::string& sender);
  // A hello was not answered: where no leader was heard either, this tab reads by itself.
  void nobody_answered();
  // The leader has news that cannot wait: its next beat goes out now.
  void beat_soon();

  void pump();
  [[nodiscard]] std::optional<std::int64_t> due_at() const;

  [[nodiscard]] bool leads() const { return leading_; }
  // The leader's client id; '' where none is known.
  [[nodiscard]] const std::string& leader() const { return leader_; }
  // A leader was heard since the start, and not too long ago.
  [[nodiscard]] bool leader_lives() const;

 private:
  void show_life(bool lives);
  void expect_leader();
  void ask_for_lock(bool steal);
  void release_lock();
  void lead();
  // Another tab is to lead. `resigns`: the others hear of it.
  void follow(bool resigns);
  void stand_down();
  void send_beat(bool resigns);
  void withdraw_before(std::uint64_t term, const std::string& sender);
  void outrank(std::uint64_t term);
  void send_ask(AskEvent::Wish wish);
  void update_reads();
  void replace_leader();
  [[nodiscard]] std::int64_t present_interval_ms() const;
  [[nodiscard]] std::int64_t silence_ms() const;

  Session& session_;
  bool visible_;
  bool shows_life_ = false;
  bool asked_ = false;  // for the leader's lock
  bool leading_ = false;
  bool acting_ = false;  // no leader is heard: this tab reads by itself
  std::string leader_;
  std::uint64_t term_ = 0;      // the greatest that was heard of
  std::uint64_t led_term_ = 0;  // in which this tab leads, or last led; 0: it never did
  std::string resigned_;        // the last that did
  Stamp resigned_at_;
  std::int64_t beat_heard_ms_ = 0;  // the leader's last; from the start on, when it was started
  std::int64_t beat_due_ms_ = 0;    // this tab's next, while it leads
  std::int64_t replace_at_ms_ = 0;  // when it steals the lock of a silent leader, or without locks leads in its place
  std::int64_t present_due_ms_ = 0;
};

}  // namespace tablattice
