#include "core/condition.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/value_order.hpp"

namespace tablattice {

namespace {

using Node = Condition::Node;
using Test = Condition::Test;

struct Operator {
  const char* word;
  Test test;
};

constexpr Operator operators[] = {
    {"eq", Test::equal},          {"ne", Test::different},    {"in", Test::in},
    {"lt", Test::less},           {"lte", Test::less_equal},  {"gt", Test::greater},
    {"gte", Test::greater_equal}, {"between", Test::between}, {"prefix", Test::prefix},
};

const Operator* find_operator(const std::string& word) {
  const auto* found = std::find_if(std::begin(operators), std::end(operators),
                                   [&word](const Operator& candidate) { return word == candidate.word; });
  return found == std::end(operators) ? nullptr : found;
}

Status refuse(std::string message, std::string where) {
  return problem("query_invalid", std::move(message), std::move(where));
}

// Reads one `where`, counting its tests and its depth.
class ConditionReader {
 public:
  Status read(const Json& where, const std::string& place, std::size_t depth, Node& node);

 private:
  Status read_member(const std::string& name, const Json& value, const std::string& place, std::size_t depth,
                     Node& node);
  Status read_list(const Json& value, const std::string& place, std::size_t depth, Node& node);
  Status read_field(const std::string& path, const Json& value, const std::string& place, Node& node);
  Status add_test(const std::string& path, Test test, const Json& operand, const std::string& place, Node& node);

  std::size_t tests_ = 0;
};

bool scalar(const Json& value) { return !value.is_structured(); }

Status check_operand(Test test, const Json& operand, const std::string& place) {
  switch (test) {
    case Test::less:
    case Test::less_equal:
    case Test::greater:
    case Test::greater_equal:
      if (!scalar(operand)) return refuse("Rows are compared with a string, number, boolean or null.", place);
      break;
    case Test::between:
      if (!operand.is_array() || operand.size() != 2 || !scalar(operand[0]) || !scalar(operand[1])) {
        return refuse("`between` takes a pair [low, high] of strings, numbers, booleans or nulls.", place);
      }
      break;
    case Test::in:
      if (!operand.is_array()) return refuse("`in` takes an array of values.", place);
      break;
    case Test::prefix:
      if (!operand.is_string()) return refuse("`prefix` takes a string.", place);
      break;
    default:  // eq and ne take any value; all, any and none have no operand
      break;
  }
  return {};
}

Status ConditionReader::read(const Json& where, const std::string& place, std::size_t depth, Node& node) {
  if (!where.is_object()) return refuse("A condition is an object of fields, $and, $or and $not.", place);
  if (depth > json_depth_max) {
    return refuse("The condition is nested deeper than " + std::to_string(json_depth_max) + " levels.", place);
  }
  node.test = Test::all;
  for (const auto& [name, value] : where.items()) {
    Status status = read_member(name, value, place + "." + name, depth, node);
    if (!status.ok()) return status;
  }
  return {};
}

Status ConditionReader::read_member(const std::string& name, const Json& value, const std::string& place,
                                    std::size_t depth, Node& node) {
  if (name != "$and" && name != "$or" && name != "$not") return read_field(name, value, place, node);
  Node& child = node.children.emplace_back();
  if (name == "$not") {
    child.test = Test::none;
    return read(value, place, depth + 1, child.children.emplace_back());
  }
  child.test = name == "$and" ? Test::all : Test::any;
  return read_list(value, place, depth, child);
}

Status ConditionReader::read_list(const Json& value, const std::string& place, std::size_t depth, Node& node) {
  if (!value.is_array()) return refuse("$and and $or take an array of conditions.", place);
  for (std::size_t index = 0; index < value.size(); ++index) {
    Status status = read(value[index], place + "." + std::to_string(index), depth + 1, node.children.emplace_back());
    if (!status.ok()) return status;
  }
  return {};
}

Status ConditionReader::read_field(const std::string& path, const Json& value, const std::string& place, Node& node) {
  if (Status status = check_path(path, place); !status.ok()) return status;
  if (value.is_array())
    return refuse("To compare with an array write { eq: […] }; for one of several { in: […] }.", place);
  if (!value.is_object()) return add_test(path, Test::equal, value, place, node);
  if (value.empty()) return refuse("There is no operator here. To compare with an object write { eq: {…} }.", place);
  for (const auto& [word, operand] : value.items()) {
    const Operator* found = find_operator(word);
    if (found == nullptr) {
      return refuse("There is no operator `" + word + "`: use eq, ne, in, lt, lte, gt, gte, between or prefix.",
                    place + "." + word);
    }
    Status status = add_test(path, found->test, operand, place + "." + word, node);
    if (!status.ok()) return status;
  }
  return {};
}

Status ConditionReader::add_test(const std::string& path, Test test, const Json& operand, const std::string& place,
                                 Node& node) {
  if (Status status = check_operand(test, operand, place); !status.ok()) return status;
  if (++tests_ > condition_tests_max) {
    return refuse("The condition has more than " + std::to_string(condition_tests_max) + " tests.", place);
  }
  Node& child = node.children.emplace_back();
  child.test = test;
  child.path = path;
  if (test == Test::in || test == Test::between) {
    child.operands.assign(operand.begin(), operand.end());
  } else {
    child.operands.push_back(operand);
  }
  if (test == Test::in) std::sort(child.operands.begin(), child.operands.end(), ValueLess());
  return {};
}

}  // namespace

Result<Condition> Condition::parse(const Json& where) {
  auto root = std::make_shared<Node>();
  Status status = ConditionReader().read(where, "where", 1, *root);
  if (!status.ok()) return status;
  return Condition(std::move(root));
}

namespace {

bool is_selective(const Condition::Guard& guard) {
  return std::all_of(guard.values.begin(), guard.values.end(),
                     [](const Json& value) { return value.is_string() || value.is_number(); });
}

void find_guard(const Node& node, Condition::Guard& best) {
  if (node.test == Test::all) {
    for (const Node& child : node.children) find_guard(child, best);
  }
  if (node.test != Test::equal && node.test != Test::in) return;
  Condition::Guard found{node.path, node.operands};
  if (best.path.empty() || (is_selective(found) && !is_selective(best))) best = std::move(found);
}

}  // namespace

Condition::Guard Condition::guard() const {
  Guard best;
  if (root_ != nullptr) find_guard(*root_, best);
  return best;
}

Status check_path(const std::string& path, const std::string& where) {
  if (path.starts_with('$')) {
    return refuse("There is no `" + path + "`: names that begin with $ are $and, $or and $not, in conditions only.",
                  where);
  }
  if (path.empty() || path.front() == '.' || path.back() == '.' || path.find("..") != std::string::npos) {
    return refuse("`" + path + "` is not a field: write its name, or names joined by dots.", where);
  }
  return {};
}

}  // namespace tablattice
