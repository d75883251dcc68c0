#include "core/ranked_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "support/seed.hpp"

namespace tablattice {
namespace {

struct Number {
  int value;
  RankedChunk<Number>* chunk = nullptr;
};

struct NumberLess {
  bool operator()(const Number& left, const Number& right) const { return left.value < right.value; }
  bool operator()(const Number& left, int right) const { return left.value < right; }
};

// A list and the numbers in it.
class List {
 public:
  static constexpr std::size_t chunk_size_max = RankedList<Number, NumberLess>::chunk_size_max;

  std::size_t insert(int value) { return list.insert(held(value)); }
  std::size_t erase(int value) {
    const std::size_t rank = list.erase(numbers_.at(value));
    numbers_.erase(value);
    return rank;
  }
  [[nodiscard]] std::size_t rank(int value) const { return list.rank(numbers_.at(value)); }
  void insert_all(const std::vector<int>& values) {
    std::vector<Number*> items;
    items.reserve(values.size());
    for (const int value : values) items.push_back(&held(value));
    std::sort(items.begin(), items.end(),
              [](const Number* left, const Number* right) { return left->value < right->value; });
    list.insert_all(items);
  }

  RankedList<Number, NumberLess> list;

 private:
  Number& held(int value) { return numbers_.try_emplace(value, Number{value}).first->second; }

  std::map<int, Number> numbers_;
};

std::vector<int> range(const List& list, std::size_t begin, std::size_t end) {
  std::vector<int> values;
  list.list.for_each(begin, end, [&values](const Number& number) { values.push_back(number.value); });
  return values;
}

TEST(RankedList, TellsRanks) {
  List list;
  EXPECT_EQ(list.list.count_before(5), 0U);
  EXPECT_EQ(list.insert(5), 0U);
  EXPECT_EQ(list.insert(9), 1U);
  EXPECT_EQ(list.insert(7), 1U);
  EXPECT_EQ(list.rank(9), 2U);
  EXPECT_EQ(list.list.count_before(100), 3U);
  EXPECT_EQ(list.list.count_before(8), 2U);
  EXPECT_EQ(list.erase(7), 1U);
  EXPECT_EQ(range(list, 0, 2), (std::vector<int>{5, 9}));
  EXPECT_EQ(range(list, 1, 99), (std::vector<int>{9}));
  EXPECT_TRUE(range(list, 2, 1).empty());
}

TEST(RankedList, SplitsAtItsBound) {
  List list;
  const int count = static_cast<int>(List::chunk_size_max);
  for (int value = 0; value < count; ++value) list.insert(value);
  EXPECT_EQ(list.insert(count), List::chunk_size_max);
  EXPECT_EQ(list.insert(-1), 0U);
  EXPECT_EQ(list.list.size(), List::chunk_size_max + 2);
  EXPECT_EQ(list.rank(count / 2), List::chunk_size_max / 2 + 1);
}

TEST(RankedList, IsFilledInAnyOrder) {
  for (const int count : {0, 1, 383, 384, 385, 5000}) {
    List list;
    std::vector<int> values;
    values.reserve(static_cast<std::size_t>(count));
    for (int value = 0; value < count; ++value) values.push_back((value * 7919 + 13) % count);
    list.insert_all(values);
    std::sort(values.begin(), values.end());
    ASSERT_EQ(range(list, 0, values.size()), values);
    for (int value = 0; value < count; value += 97) ASSERT_EQ(list.rank(value), static_cast<std::size_t>(value));
    ASSERT_EQ(list.insert(count / 2 * 2 + 5000), values.size());
  }
}

TEST(RankedList, TakesInManyBetweenThoseThatItHas) {
  for (const int known : {1, 700, 5000}) {
    List list;
    for (int value = 0; value < known; ++value) list.insert(value * 3);
    std::vector<int> fresh;
    for (int value = 2000; value > 0; --value) fresh.push_back(value * 3 + 1);
    list.insert_all(fresh);
    std::vector<int> expected = fresh;
    for (int value = 0; value < known; ++value) expected.push_back(value * 3);
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(range(list, 0, expected.size()), expected);
    for (std::size_t rank = 0; rank < expected.size(); rank += 97) ASSERT_EQ(list.rank(expected[rank]), rank);
    const std::size_t rank = known == 1 ? 1 : 2;
    ASSERT_EQ(list.erase(4), rank);
    ASSERT_EQ(list.insert(4), rank);
    ASSERT_EQ(list.list.size(), expected.size());
  }
}

// A sorted vector does the same, more slowly. Grows and shrinks several times, so that chunks split, empty and join.
TEST(RankedList, AgreesWithASortedVector) {
  Chooser choose(announced_seed("RankedList"));
  List list;
  std::vector<int> sorted;
  for (int step = 0; step < 40000; ++step) {
    const int element = static_cast<int>(choose.below(6000));
    const auto place = std::lower_bound(sorted.begin(), sorted.end(), element);
    const auto rank = static_cast<std::size_t>(place - sorted.begin());
    const bool growing = step / 5000 % 2 == 0;
    ASSERT_EQ(list.list.count_before(element), rank);
    if (place != sorted.end() && *place == element) {
      ASSERT_EQ(list.rank(element), rank);
      if (growing && !choose.once_in(4)) continue;
      ASSERT_EQ(list.erase(element), rank);
      sorted.erase(place);
    } else if (growing || choose.once_in(4)) {
      ASSERT_EQ(list.insert(element), rank);
      sorted.insert(place, element);
    }
    ASSERT_EQ(list.list.size(), sorted.size());
    if (step % 100 == 0) {
      const std::size_t begin = choose.below(sorted.size() + 1);
      const std::size_t end = begin + choose.below(sorted.size() + 1 - begin);
      const auto at = [&sorted](std::size_t index) { return sorted.begin() + static_cast<std::ptrdiff_t>(index); };
      ASSERT_EQ(range(list, begin, end), std::vector<int>(at(begin), at(end)));
    }
  }
  ASSERT_EQ(range(list, 0, sorted.size()), sorted);
  for (const int element : sorted) list.erase(element);
  EXPECT_EQ(list.list.size(), 0U);
  EXPECT_EQ(list.insert(1), 0U);
}

}  // namespace
}  // namespace tablattice
