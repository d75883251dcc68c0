#include "support/query_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tablattice {

namespace {

int rank(const Json& value) { return value.is_null() ? 0 : value.is_boolean() ? 1 : value.is_number() ? 2 : 3; }

template <typename Value>
int sign(const Value& left, const Value& right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

Json value_at(const Json& row, const std::string& path) {
  const auto dot = path.find('.');
  const Json member = row.is_object() ? row.value(path.substr(0, dot), Json()) : Json();
  return dot == std::string::npos ? member : value_at(member, path.substr(dot + 1));
}

bool test(const std::string& word, const Json& value, const Json& operand) {
  if (word == "eq") return oracle_compare(value, operand) == 0;
  if (word == "ne") return oracle_compare(value, operand) != 0;
  if (word == "lt") return oracle_compare(value, operand) < 0;
  if (word == "lte") return oracle_compare(value, operand) <= 0;
  if (word == "gt") return oracle_compare(value, operand) > 0;
  if (word == "gte") return oracle_compare(value, operand) >= 0;
  if (word == "between") return oracle_compare(value, operand[0]) >= 0 && oracle_compare(value, operand[1]) <= 0;
  if (word == "prefix") return value.is_string() && value.get<std::string>().rfind(operand.get<std::string>(), 0) == 0;
  return std::any_of(operand.begin(), operand.end(), [&](const Json& one) { return oracle_compare(value, one) == 0; });
}

bool matches(const Json& where, const Json& row) {
  bool all = true;
  for (const auto& [name, wanted] : where.items()) {
    const auto holds = [&row](const Json& part) { return matches(part, row); };
    if (name == "$and") {
      all = all && std::all_of(wanted.begin(), wanted.end(), holds);
    } else if (name == "$or") {
      all = all && std::any_of(wanted.begin(), wanted.end(), holds);
    } else if (name == "$not") {
      all = all && !holds(wanted);
    } else if (wanted.is_object()) {
      for (const auto& [word, operand] : wanted.items()) all = all && test(word, value_at(row, name), operand);
    } else {
      all = all && oracle_compare(value_at(row, name), wanted) == 0;
    }
  }
  return all;
}

using RowEntry = std::pair<std::string, Json>;

bool before(const std::vector<std::string>& order, const RowEntry& left, const RowEntry& right) {
  for (const std::string& term : order) {
    const bool descending = term[0] == '-';
    const std::string path = descending ? term.substr(1) : term;
    const int sign = oracle_compare(value_at(left.second, path), value_at(right.second, path));
    if (sign != 0) return descending ? sign > 0 : sign < 0;
  }
  return oracle_compare(Json::parse(left.first), Json::parse(right.first)) < 0;
}

Json evaluate(const Json& aggregate, const std::vector<Json>& rows) {
  const std::string op = aggregate["op"];
  if (op == "count") return rows.size();
  Json best;
  long double sum = 0;
  bool whole = true;
  for (const Json& row : rows) {
    const Json value = value_at(row, aggregate["field"]);
    if (value.is_null()) continue;
    const int sign = oracle_compare(value, best);
    if (best.is_null() || (op == "min" ? sign < 0 : sign > 0)) best = value;
    if (!value.is_number()) continue;
    sum += static_cast<long double>(value.get<double>());
    whole = whole && value.is_number_integer();
  }
  if (op != "sum") return best;
  return whole ? Json(static_cast<std::int64_t>(sum)) : Json(static_cast<double>(sum));
}

Json evaluate_groups(const Json& aggregate, const std::vector<Json>& rows) {
  std::vector<std::pair<Json, std::vector<Json>>> groups;
  for (const Json& row : rows) {
    const Json value = value_at(row, aggregate["groupBy"]);
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& group) { return oracle_compare(group.first, value) == 0; });
    (found == groups.end() ? groups.emplace_back(value, std::vector<Json>()) : *found).second.push_back(row);
  }
  std::sort(groups.begin(), groups.end(),
            [](const auto& left, const auto& right) { return oracle_compare(left.first, right.first) < 0; });
  Json result = Json::array();
  for (const auto& [value, members] : groups) result.push_back(Json::array({value, evaluate(aggregate, members)}));
  return result;
}

}  // namespace

int oracle_compare(const Json& left, const Json& right) {
  if (rank(left) != rank(right)) return sign(rank(left), rank(right));
  if (left.is_boolean()) return sign(left.get<bool>(), right.get<bool>());
  if (left.is_number()) return sign(left.get<double>(), right.get<double>());
  return left.is_string() ? sign(left.get<std::string>(), right.get<std::string>()) : 0;
}

OracleAnswer oracle_answer(const Json& query, const std::map<std::string, Json>& rows) {
  std::vector<RowEntry> matching;
  std::vector<Json> matching_rows;
  for (const auto& [key, row] : rows) {
    if (matches(query["where"], row)) matching.emplace_back(key, row);
  }
  std::vector<std::string> order;
  for (const Json& term : query["orderBy"]) order.push_back(term.text());
  std::sort(matching.begin(), matching.end(),
            [&order](const RowEntry& left, const RowEntry& right) { return before(order, left, right); });
  OracleAnswer answer;
  answer.total = matching.size();
  const std::size_t offset = query["offset"];
  const std::size_t limit = query["limit"].is_null() ? matching.size() : query["limit"].get<std::size_t>();
  for (std::size_t index = 0; index < matching.size(); ++index) {
    matching_rows.push_back(matching[index].second);
    if (index < offset || index >= offset + limit) continue;
    answer.order.push_back(matching[index].first);
    answer.rows.push_back(matching[index].second.dump());
  }
  for (const auto& [name, aggregate] : query["aggregates"].items()) {
    answer.aggregates[name] =
        aggregate.contains("groupBy") ? evaluate_groups(aggregate, matching_rows) : evaluate(aggregate, matching_rows);
  }
  return answer;
}

bool same_aggregates(const Json& left, const Json& right) {
  if (left.is_number_float() || right.is_number_float()) {
    if (!left.is_number() || !right.is_number()) return false;
    const auto expected = right.get<double>();
    return std::fabs(left.get<double>() - expected) <= 1e-12 * std::max(1.0, std::fabs(expected));
  }
  const bool lists = left.is_array() && right.is_array();
  const bool objects = left.is_object() && right.is_object();
  if ((!lists && !objects) || left.size() != right.size()) return left == right;
  const auto same = [](const Json& one, const Json& other) { return same_aggregates(one, other); };
  if (lists) return std::equal(left.begin(), left.end(), right.begin(), same);
  return std::all_of(left.items().begin(), left.items().end(), [&](const auto& member) {
    return right.contains(member.name) && same(member.value, right[member.name]);
  });
}

}  // namespace tablattice
