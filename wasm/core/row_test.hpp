// A condition as it is tested on row after row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/condition.hpp"
#include "core/row_fields.hpp"

namespace tablattice {

class RowTest {
 public:
  // Uses what is tested of `fields`, which outlives it.
  RowTest(const Condition& condition, RowFields& fields);
  ~RowTest();
  RowTest(const RowTest&) = delete;
  RowTest& operator=(const RowTest&) = delete;

  // Whether the condition is true of the row that `fields` read last.
  [[nodiscard]] bool holds() const { return holds(root_); }

 private:
  using Test = Condition::Test;
  struct Node {
    Test test = Test::all;
    RowFields::Place place = 0;
    std::vector<std::string> operands;  // as sort keys
    std::vector<Node> children;
  };

  [[nodiscard]] Node bound(const Condition::Node& node) const;
  void release(const Node& node) const;
  [[nodiscard]] bool holds(const Node& node) const;

  RowFields& fields_;
  Node root_;
};

}  // namespace tablattice
