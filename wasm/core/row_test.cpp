#include "core/row_test.hpp"

#include <algorithm>

#include "core/sort_key.hpp"
#include "core/text_compare.hpp"

namespace tablattice {

namespace {

bool groups_tests(Condition::Test test) {
  return test == Condition::Test::all || test == Condition::Test::any || test == Condition::Test::none;
}

// A text's key without its end is how the keys of all texts begin that begin with that text.
std::string operand_key(Condition::Test test, const Json& operand) {
  std::string key = sort_key_of(operand);
  if (test == Condition::Test::prefix) key.resize(key.size() - text_key_end_size);
  return key;
}

bool begins_with(std::string_view key, std::string_view beginning) {
  return key.size() >= beginning.size() && same_text(key.substr(0, beginning.size()), beginning);
}

bool field_holds(Condition::Test test, std::string_view key, const std::vector<std::string>& operands) {
  switch (test) {
    case Condition::Test::equal:
      return same_text(key, operands[0]);
    case Condition::Test::different:
      return !same_text(key, operands[0]);
    case Condition::Test::less:
      return text_before(key, operands[0]);
    case Condition::Test::less_equal:
      return !text_before(operands[0], key);
    case Condition::Test::greater:
      return text_before(operands[0], key);
    case Condition::Test::greater_equal:
      return !text_before(key, operands[0]);
    case Condition::Test::between:
      return !text_before(key, operands[0]) && !text_before(operands[1], key);
    case Condition::Test::in:
      return std::binary_search(operands.begin(), operands.end(), key, text_before);
    case Condition::Test::prefix:
      return begins_with(key, operands[0]);
    case Condition::Test::all:
    case Condition::Test::any:
    case Condition::Test::none:
      break;
  }
  return false;
}

}  // namespace

RowTest::RowTest(const Condition& condition, RowFields& fields) : fields_(fields) {
  if (condition.root() != nullptr) root_ = bound(*condition.root());
}

RowTest::~RowTest() { release(root_); }

RowTest::Node RowTest::bound(const Condition::Node& node) const {
  if (node.test == Test::all && node.children.size() == 1) return bound(node.children.front());
  Node made{node.test, 0, {}, {}};
  if (!groups_tests(node.test)) made.place = fields_.use(node.path);
  for (const Json& operand : node.operands) made.operands.push_back(operand_key(node.test, operand));
  for (const Condition::Node& child : node.children) made.children.push_back(bound(child));
  return made;
}

void RowTest::release(const Node& node) const {
  if (!groups_tests(node.test)) fields_.release(node.place);
  for (const Node& child : node.children) release(child);
}

bool RowTest::holds(const Node& node) const {
  const auto child_holds = [this](const Node& child) { return holds(child); };
  if (node.test == Test::all) return std::all_of(node.children.begin(), node.children.end(), child_holds);
  if (node.test == Test::any) return std::any_of(node.children.begin(), node.children.end(), child_holds);
  if (node.test == Test::none) return std::none_of(node.children.begin(), node.children.end(), child_holds);
  return field_holds(node.test, fields_.sort_key(node.place), node.operands);
}

}  // namespace tablattice
