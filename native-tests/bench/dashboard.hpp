// The engine as a dashboard of the benchmark has it (web/docs/benchmark.md): one collection of availability slots of about 240
// bytes on the feed rung, three views, and the messages that another tab would send. Through the public surface only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/engine.hpp"

namespace tablattice::bench {

// The JSON text of slot number `index`. Its id, therapist, date and time depend on `index` alone; `variant` moves its time.
std::string slot_text(std::size_t index, std::uint64_t version, unsigned variant = 0);

// The body of a list of slots 0 … count - 1 in versions 1 … count.
std::string list_body(std::size_t count);

// A client's configuration, its id all of that hexadecimal digit. `more`: members of its collection.
std::string config_of(char client, const std::string& more = {});

class Dashboard {
 public:
  // Loads `rows` slots, with the three views open first where `with_views`, and with the slice's checks where `with_checks`.
  Dashboard(std::size_t rows, bool with_views, bool with_checks = false);

  // A message with `count` new versions of slots from `first` on.
  std::string rows_message(std::size_t first, std::size_t count);
  // An action that notes something at slot `index`; one that moves it to where its therapist has no other.
  std::string update_action(std::size_t index);
  std::string move_action(std::size_t index);

  // Inputs, with what a host does after them: it takes the effects and the changes and reads the views.
  void receive(const std::string& message);
  void dispatch(const std::string& action);
  void load(const std::string& body);
  // The server takes the change that the last input asked it for: the outbox does not fill.
  void confirm();

  [[nodiscard]] std::size_t rows() const { return rows_; }

 private:
  void take(std::uint32_t mask);
  std::string action(std::size_t index, const std::string& changes);

  Engine engine_;
  std::size_t rows_;
  std::vector<int> views_;
  double now_ms_;
  std::uint64_t version_;
  std::uint64_t sequence_ = 0;
  unsigned variant_ = 0;
  std::size_t changed_ = 0;  // the slot that the last action is about
  std::string effects_;      // of the last input
};

}  // namespace tablattice::bench
