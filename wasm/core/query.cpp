#include "core/query.hpp"

#include <algorithm>
#include <utility>

namespace tablattice {

namespace {

Status refuse(std::string message, std::string where) {
  return problem("query_invalid", std::move(message), std::move(where));
}

Status read_from(const Json& value, Query& query) {
  if (!value.is_string() || value.text().empty()) {
    return refuse("`from` names the collection, as a string.", "from");
  }
  query.from = value.get<std::string>();
  return {};
}

Status read_where(const Json& value, Query& query) {
  Result<Condition> condition = Condition::parse(value);
  query.where = std::move(condition.value);
  return condition.status;
}

Status read_order_term(const Json& value, const std::string& place, std::vector<OrderTerm>& terms) {
  if (!value.is_string()) return refuse("`orderBy` is a field or an array of fields, as strings.", place);
  OrderTerm term{value.get<std::string>(), false};
  if (term.path.starts_with('-')) {
    term.descending = true;
    term.path.erase(0, 1);
  }
  if (Status status = check_path(term.path, place); !status.ok()) return status;
  const auto same = [&term](const OrderTerm& other) { return other.path == term.path; };
  if (std::any_of(terms.begin(), terms.end(), same)) {
    return refuse("The field `" + term.path + "` is in `orderBy` twice; the second one can never decide.", place);
  }
  terms.push_back(std::move(term));
  return {};
}

Status read_order(const Json& value, Query& query) {
  if (!value.is_array()) return read_order_term(value, "orderBy", query.order_by);
  if (value.size() > order_terms_max) {
    return refuse("`orderBy` has more than " + std::to_string(order_terms_max) + " fields.", "orderBy");
  }
  for (std::size_t index = 0; index < value.size(); ++index) {
    Status status = read_order_term(value[index], "orderBy." + std::to_string(index), query.order_by);
    if (!status.ok()) return status;
  }
  return {};
}

std::optional<std::uint64_t> whole_number(const Json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  if (!value.is_number_unsigned() && value.get<std::int64_t>() < 0) return std::nullopt;
  const auto number = value.get<std::uint64_t>();
  if (number > static_cast<std::uint64_t>(safe_integer_max)) return std::nullopt;
  return number;
}

Status read_offset(const Json& value, Query& query) {
  const std::optional<std::uint64_t> offset = whole_number(value);
  if (!offset) return refuse("`offset` is a whole number from 0 on.", "offset");
  query.offset = *offset;
  return {};
}

Status read_limit(const Json& value, Query& query) {
  if (value.is_null()) return {};
  query.limit = whole_number(value);
  if (!query.limit) return refuse("`limit` is a whole number from 0 on, or null for all rows.", "limit");
  return {};
}

std::optional<AggregateOp> aggregate_op(const Json& value) {
  if (value == "count") return AggregateOp::count;
  if (value == "sum") return AggregateOp::sum;
  if (value == "min") return AggregateOp::min;
  if (value == "max") return AggregateOp::max;
  return std::nullopt;
}

Status read_path(const Json& value, const std::string& place, std::string& path) {
  if (!value.is_string()) return refuse("This is the name of a field, as a string.", place);
  path = value.get<std::string>();
  return check_path(path, place);
}

Status read_aggregate_member(const std::string& member, const Json& value, const std::string& place,
                             Aggregate& aggregate) {
  if (member == "field") return read_path(value, place, aggregate.field);
  if (member == "groupBy") return read_path(value, place, aggregate.group_by.emplace());
  if (member != "op") return refuse("An aggregate has `op`, `field` and `groupBy`, no `" + member + "`.", place);
  const std::optional<AggregateOp> op = aggregate_op(value);
  if (!op) return refuse("The operation of an aggregate is count, sum, min or max.", place);
  aggregate.op = *op;
  return {};
}

Status read_aggregate(const Json& value, const std::string& place, Aggregate& aggregate) {
  if (!value.is_object() || !value.contains("op")) return refuse("An aggregate is { op, field?, groupBy? }.", place);
  for (const auto& [member, operand] : value.items()) {
    Status status = read_aggregate_member(member, operand, place + "." + member, aggregate);
    if (!status.ok()) return status;
  }
  if (aggregate.op == AggregateOp::count && !aggregate.field.empty()) {
    return refuse("`count` counts rows: it takes no field.", place + ".field");
  }
  if (aggregate.op != AggregateOp::count && aggregate.field.empty()) {
    return refuse("sum, min and max need the `field` that they are taken of.", place + ".field");
  }
  return {};
}

Status read_aggregates(const Json& value, Query& query) {
  if (!value.is_object()) return refuse("`aggregates` is an object of { op, field?, groupBy? } by name.", "aggregates");
  if (value.size() > aggregates_max) {
    return refuse("There are more than " + std::to_string(aggregates_max) + " aggregates.", "aggregates");
  }
  for (const auto& [name, aggregate] : value.items()) {
    Aggregate& added = query.aggregates.emplace_back();
    added.name = name;
    Status status = read_aggregate(aggregate, "aggregates." + name, added);
    if (!status.ok()) return status;
  }
  return {};
}

Status read_member(const std::string& name, const Json& value, Query& query) {
  if (name == "from") return read_from(value, query);
  if (name == "where") return read_where(value, query);
  if (name == "orderBy") return read_order(value, query);
  if (name == "offset") return read_offset(value, query);
  if (name == "limit") return read_limit(value, query);
  if (name == "aggregates") return read_aggregates(value, query);
  return refuse("A query has from, where, orderBy, offset, limit and aggregates, no `" + name + "`.", name);
}

}  // namespace

Result<Query> Query::parse(const Json& query) {
  if (!query.is_object()) return refuse("A query is an object: { from, where?, orderBy?, … }.", "");
  if (!query.contains("from")) return refuse("`from` is missing: it names the collection.", "from");
  Query parsed;
  for (const auto& [name, value] : query.items()) {
    Status status = read_member(name, value, parsed);
    if (!status.ok()) return status;
  }
  parsed.rows_text = dump_json(Json::array({query["where"], query["orderBy"]}));
  return parsed;
}

}  // namespace tablattice
