// ISO-8601 instants in the notations that backends use.
#pragma once

#include <cstdint>
#include <string>

namespace tablattice::simulation {

// `2023-11-14T22:13:20.5Z`, and others for the same instant; `notation` picks one.
std::string instant_text(std::int64_t unix_ms, std::size_t notation);

}  // namespace tablattice::simulation
