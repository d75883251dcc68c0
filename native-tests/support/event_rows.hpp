// Rows of events, for tests that have them as values.
#pragma once

#include <vector>

#include "core/event_rows.hpp"

namespace tablattice {

inline EventRows rows_of(const std::vector<Json>& rows) {
  EventRows texts;
  for (const Json& row : rows) texts.add(row);
  return texts;
}

inline std::vector<Json> rows_in(const EventRows& rows) {
  std::vector<Json> values;
  for (std::size_t index = 0; index < rows.size(); ++index) values.push_back(rows.json(index));
  return values;
}

}  // namespace tablattice
