#include "simulation/command_line.hpp"

#include <charconv>
#include <cstring>

namespace tablattice::simulation {

bool read_number(const char* word, std::uint64_t& target) {
  const char* end = word + std::strlen(word);
  const auto [rest, error] = std::from_chars(word, end, target);
  return error == std::errc() && rest == end;
}

bool read_rung(const std::string& word, Leave& leave) {
  for (const Rung rung : {Rung::feed, Rung::versioned, Rung::plain}) {
    if (word == rung_word(rung)) leave.rung = rung;
  }
  return leave.rung.has_value();
}

}  // namespace tablattice::simulation
