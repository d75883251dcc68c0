// When to read: a pure function of activity, visibility, network and what came of the last request (design §8).
#pragma once

#include <cstdint>
#include <optional>

#include "core/config.hpp"
#include "core/random.hpp"

namespace tablattice {

enum class PollMode { active, idle, hidden, offline, off };
const char* poll_mode_word(PollMode mode);

// One collection's policy. All times are Unix milliseconds.
class PollPolicy {
 public:
  PollPolicy(PollOptions options, bool visible, bool online) : options_(options), visible_(visible), online_(online) {}

  void activity(std::int64_t now) { active_at_ = now; }
  void visibility(bool visible, std::int64_t now);
  void online(bool online, bool reads);  // reads: this tab, and not another one for it
  void focus(std::int64_t now);          // the user is back: due at once unless the state is fresh
  // First start, invalidate, gap, a bare answer to a write: asked even while polling is off or the tab hidden.
  void request_now() { wanted_ = true; }
  void news(std::int64_t at);            // another tab's read says what stood then
  void satisfied() { wanted_ = false; }  // another tab's state is what was wanted

  void succeeded(std::int64_t sent_at, std::int64_t now);
  void failed(std::int64_t now, std::int64_t retry_after_ms, Random& random);
  void sent();

  // The next read was asked for, it is not due by the interval alone.
  [[nodiscard]] bool wanted() const { return wanted_; }
  [[nodiscard]] PollMode mode(std::int64_t now) const;
  // When the next read is due; nothing: not until an input changes that. `leads`: where the leader is hidden no tab is
  // visible, and it reads as for an idle user.
  [[nodiscard]] std::optional<std::int64_t> due_at(std::int64_t now, bool leads) const;
  // The state is younger than staleMs.
  [[nodiscard]] bool fresh(std::int64_t now) const {
    return confirmed_at_ > 0 && now - confirmed_at_ < options_.stale_ms;
  }
  [[nodiscard]] unsigned failures() const { return failures_; }

 private:
  PollOptions options_;
  bool visible_;
  bool online_;
  bool wanted_ = false;
  bool sent_wanted_ = false;  // the request under way was wanted, not just due: its failure does not end the wish
  std::int64_t active_at_ = 0;
  std::int64_t confirmed_at_ = 0;  // what is shown was true at this time
  std::int64_t not_before_ = 0;    // backoff
  unsigned failures_ = 0;
};

}  // namespace tablattice
