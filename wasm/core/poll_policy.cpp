#include "core/poll_policy.hpp"

#include <algorithm>

namespace tablattice {

const char* poll_mode_word(PollMode mode) {
  switch (mode) {
    case PollMode::active:
      return "active";
    case PollMode::idle:
      return "idle";
    case PollMode::hidden:
      return "hidden";
    case PollMode::offline:
      return "offline";
    case PollMode::off:
      return "off";
  }
  return "";
}

void PollPolicy::visibility(bool visible, std::int64_t now) {
  if (visible && !visible_) focus(now);
  visible_ = visible;
}

void PollPolicy::online(bool online, bool reads) {
  if (online && !online_) {
    not_before_ = 0;
    wanted_ = wanted_ || (options_.enabled && reads);
  }
  online_ = online;
}

void PollPolicy::focus(std::int64_t now) {
  active_at_ = now;
  if (options_.enabled && !fresh(now)) wanted_ = true;
}

void PollPolicy::news(std::int64_t at) { confirmed_at_ = std::max(confirmed_at_, at); }

void PollPolicy::sent() {
  sent_wanted_ = wanted_;
  wanted_ = false;
}

void PollPolicy::succeeded(std::int64_t sent_at, std::int64_t now) {
  confirmed_at_ = std::max(confirmed_at_, sent_at);
  not_before_ = std::min(not_before_, now);
  failures_ = 0;
}

void PollPolicy::failed(std::int64_t now, std::int64_t retry_after_ms, Random& random) {
  ++failures_;
  not_before_ = now + backoff_ms(failures_, options_.backoff_min_ms, options_.backoff_max_ms, retry_after_ms, random);
  wanted_ = wanted_ || sent_wanted_;
}

PollMode PollPolicy::mode(std::int64_t now) const {
  if (!options_.enabled) return PollMode::off;
  if (!online_) return PollMode::offline;
  if (!visible_) return PollMode::hidden;
  return now - active_at_ < options_.idle_after_ms ? PollMode::active : PollMode::idle;
}

std::optional<std::int64_t> PollPolicy::due_at(std::int64_t now, bool leads) const {
  const PollMode current = mode(now);
  if (!online_) return std::nullopt;
  if (wanted_) return std::max(now, not_before_);
  if (current == PollMode::off || (current == PollMode::hidden && !leads)) return std::nullopt;
  const std::int64_t interval = current == PollMode::active ? options_.active_ms : options_.idle_ms;
  return std::max({now, not_before_, confirmed_at_ + interval});
}

}  // namespace tablattice
