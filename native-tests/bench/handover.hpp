// A tab that has all rows, and one that comes late and takes them over, part by part.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "bench/dashboard.hpp"
#include "core/engine.hpp"

namespace tablattice::bench {

class Handover {
 public:
  explicit Handover(std::size_t rows);

  // The next part is told by tell(), and taken over by take(). Where the state ends, a newcomer takes the last one's place.
  void prepare_tell();
  void tell();
  void prepare_take();
  void take();

 private:
  // An engine with what it has said and not been heard saying.
  struct End {
    explicit End(char client);
    void input(std::uint32_t mask);

    Engine engine;
    std::deque<std::string> said;
    std::optional<double> wake_at;
  };

  [[nodiscard]] bool telling() const { return teller_.wake_at && *teller_.wake_at <= now_ms_; }
  void greet();
  void hear(End& from, End& to);
  void wake(End& end);

  double now_ms_;
  End teller_;
  std::unique_ptr<End> newcomer_;
};

}  // namespace tablattice::bench
