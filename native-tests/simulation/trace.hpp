// What happened in a world, line by line, for whoever looks at a failure. Off, it costs one branch.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace tablattice::simulation {

inline constexpr std::size_t trace_line_bytes_max = 600;

class Trace {
 public:
  explicit Trace(bool on) : on_(on) {}
  [[nodiscard]] bool on() const { return on_; }

  // `parts`: anything that a std::string can be extended by.
  template <typename... Parts>
  void note(std::int64_t now_ms, const Parts&... parts) {
    if (!on_) return;
    std::string line = std::to_string(now_ms) + " ";
    (line.append(parts), ...);
    shorten(line);
    if (line.size() > trace_line_bytes_max) line = line.substr(0, trace_line_bytes_max) + " …";
    lines_.push_back(std::move(line));
  }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  // Empty buckets of a digest are long runs of zeros.
  static void shorten(std::string& line) {
    constexpr const char* run = "0000000000000000";
    for (std::size_t place = line.find(run); place != std::string::npos; place = line.find(run, place + 1)) {
      const std::size_t end = std::min(line.find_first_not_of('0', place), line.size());
      line.replace(place, end - place, "0…");
    }
  }

  bool on_;
  std::vector<std::string> lines_;
};

}  // namespace tablattice::simulation
