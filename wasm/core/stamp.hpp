// Hybrid logical clock readings (Kulkarni et al., "Logical Physical Clocks", 2014).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/json.hpp"
#include "core/shared_text.hpp"
#include "core/status.hpp"

namespace tablattice {

// A moment in the order that all clients agree on: `[ms, counter, client]`, compared in that order.
// The default stamp is before every other.
struct Stamp {
  std::int64_t ms = 0;
  std::uint32_t counter = 0;
  SharedText client;

  // Written out: libc++ 14 (Emscripten 3.1.6) has no <=> on strings.
  std::strong_ordering operator<=>(const Stamp& other) const {
    if (ms != other.ms) return ms <=> other.ms;
    if (counter != other.counter) return counter <=> other.counter;
    return client.compare(other.client) <=> 0;
  }
  bool operator==(const Stamp&) const = default;

  [[nodiscard]] bool empty() const { return ms == 0 && counter == 0 && client.empty(); }
  // The greatest stamp that is still below this one (the new-life rule, design §4).
  [[nodiscard]] Stamp just_below() const;
  [[nodiscard]] Json to_json() const;
  // Refuses all but `[ms, counter, client]` with non-negative safe integers and a non-empty client ("stamp_invalid").
  static Result<Stamp> from_json(const Json& value, const std::string& where);
};

// A foreign stamp this far ahead of the own clock is refused: it would drag every clock along.
inline constexpr std::int64_t clock_skew_ms_max = 5 * 60 * 1000;

// One client's clock. It never goes back, whatever the machine's clock does.
class Clock {
 public:
  explicit Clock(std::string_view client) : client_(client) {}

  // A fresh stamp, greater than every one given out or observed. `now_ms` is the machine's clock, Unix milliseconds.
  Stamp tick(std::int64_t now_ms);
  // Takes note of a foreign stamp. False, and nothing noted, where it is more than clock_skew_ms_max ahead of this clock
  // (which may be ahead of now_ms: when the machine's is put back, tabs must go on hearing each other).
  [[nodiscard]] bool observe(const Stamp& stamp, std::int64_t now_ms);

 private:
  SharedText client_;
  std::int64_t ms_ = 0;
  std::uint32_t counter_ = 0;
};

}  // namespace tablattice
