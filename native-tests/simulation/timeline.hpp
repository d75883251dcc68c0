// Virtual time: what happens next is the earliest thing that was asked for, and of equals the one asked for first.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace tablattice::simulation {

class Timeline {
 public:
  using Work = std::function<void()>;

  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

  void after(std::int64_t delay_ms, Work work) {
    events_.push_back({now_ms_ + std::max<std::int64_t>(delay_ms, 0), ++sequence_, std::move(work)});
    std::push_heap(events_.begin(), events_.end(), later);
  }

  // Does the next thing that is due by `until_ms`. False: there is none, and it is that time now.
  bool step(std::int64_t until_ms) {
    if (events_.empty() || events_.front().at_ms > until_ms) {
      now_ms_ = std::max(now_ms_, until_ms);
      return false;
    }
    std::pop_heap(events_.begin(), events_.end(), later);
    Event event = std::move(events_.back());
    events_.pop_back();
    now_ms_ = event.at_ms;
    ++steps_;
    event.work();
    return true;
  }

 private:
  struct Event {
    std::int64_t at_ms;
    std::uint64_t sequence;
    Work work;
  };
  static bool later(const Event& left, const Event& right) {
    return std::pair(left.at_ms, left.sequence) > std::pair(right.at_ms, right.sequence);
  }

  std::vector<Event> events_;  // a heap
  std::uint64_t sequence_ = 0;
  std::uint64_t steps_ = 0;
  std::int64_t now_ms_ = 0;
};

}  // namespace tablattice::simulation
