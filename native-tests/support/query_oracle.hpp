// What a query means, evaluated the slow way: every row, every time, straight from the query's JSON. It shares no code
// with the views that it judges.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/json.hpp"

namespace tablattice {

struct OracleAnswer {
  std::size_t total = 0;
  std::vector<std::string> order;  // the window's key texts
  std::vector<std::string> rows;   // their texts
  Json aggregates = Json::object();
};

// -1, 0 or 1 by the order of design §9. For what tests use: integers that a double holds exactly, and doubles.
int oracle_compare(const Json& left, const Json& right);

// `rows`: by key text.
OracleAnswer oracle_answer(const Json& query, const std::map<std::string, Json>& rows);

// Whether two results of aggregates are the same; sums of fractions may differ by 1e-12 of their magnitude.
bool same_aggregates(const Json& left, const Json& right);

}  // namespace tablattice
