// The network and what stands before the backend: requests and answers get lost, come late or twice, and are answered
// by others than the backend.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "simulation/tab.hpp"

namespace tablattice::simulation {

class Network {
 public:
  explicit Network(World& world) : world_(world) {}

  void send(const std::shared_ptr<Request>& request);

  // A read that was answered, for whoever asks whether two crossed each other on their way. An engine stamps it when it asks
  // for it; what the host then waits for (headers) belongs to the way, and no engine knows how long that took.
  struct Read {
    std::int64_t asked_ms = 0;
    std::int64_t answered_ms = 0;  // when the backend looked
    std::uint64_t mark = 0;        // the last change then
  };
  [[nodiscard]] const std::vector<Read>& reads() const { return reads_; }
  // Of two reads one was asked for first and answered last, with a change later than `mark` between.
  [[nodiscard]] bool crossed(std::uint64_t mark) const;
  // Of one way.
  [[nodiscard]] std::int64_t latency_ms();

 private:
  void arrive(const std::shared_ptr<Request>& request, bool copy, std::int64_t delay_ms);
  bool turned_away(const std::shared_ptr<Request>& request, bool copy);
  [[nodiscard]] bool overtaken(const Request& request) const;
  [[nodiscard]] bool given_up_by_heir(const Request& request) const;
  void carry_out(const std::shared_ptr<Request>& request, bool copy);
  void reply(const std::shared_ptr<Request>& request, bool copy, const Reply& reply);
  void fail(const std::shared_ptr<Request>& request, std::int64_t delay_ms);
  void count(const Reply& reply);

  World& world_;
  std::vector<Read> reads_;
};

}  // namespace tablattice::simulation
