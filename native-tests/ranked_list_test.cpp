#include "core/ranked_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "support/seed.hpp"

namespace tablattice {
namespace {

using List = RankedList<int, std::less<int>>;

std::vector<int> range(const List& list, std::size_t begin, std::size_t end) {
  std::vector<int> elements;
  list.for_each(begin, end, [&elements](int element) { elements.push_back(element); });
  return elements;
}

TEST(RankedList, TellsRanks) {
  List list;
  EXPECT_EQ(list.rank(5), 0U);
  EXPECT_EQ(list.insert(5), 0U);
  EXPECT_EQ(list.insert(9), 1U);
  EXPECT_EQ(list.insert(7), 1U);
  EXPECT_EQ(list.rank(9), 2U);
  EXPECT_EQ(list.rank(100), 3U);
  EXPECT_EQ(list.erase(7), 1U);
  EXPECT_EQ(range(list, 0, 2), (std::vector<int>{5, 9}));
  EXPECT_EQ(range(list, 1, 99), (std::vector<int>{9}));
  EXPECT_TRUE(range(list, 2, 1).empty());
}

TEST(RankedList, SplitsAtItsBound) {
  List list;
  const int count = static_cast<int>(List::chunk_size_max);
  for (int element = 0; element < count; ++element) list.insert(element);
  EXPECT_EQ(list.insert(count), List::chunk_size_max);
  EXPECT_EQ(list.insert(-1), 0U);
  EXPECT_EQ(list.size(), List::chunk_size_max + 2);
  EXPECT_EQ(list.rank(count / 2), List::chunk_size_max / 2 + 1);
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
    ASSERT_EQ(list.rank(element), rank);
    if (place != sorted.end() && *place == element) {
      if (growing && !choose.once_in(4)) continue;
      ASSERT_EQ(list.erase(element), rank);
      sorted.erase(place);
    } else if (growing || choose.once_in(4)) {
      ASSERT_EQ(list.insert(element), rank);
      sorted.insert(place, element);
    }
    ASSERT_EQ(list.size(), sorted.size());
    if (step % 1000 == 0) {
      ASSERT_EQ(range(list, 0, list.size()), sorted);
    }
  }
  for (const int element : sorted) list.erase(element);
  EXPECT_EQ(list.size(), 0U);
  EXPECT_EQ(list.insert(1), 0U);
}

}  // namespace
}  // namespace tablattice
