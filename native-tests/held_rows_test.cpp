#include "core/held_rows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/view_index.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

TEST(HeldRows, FindsTheEntriesOfARow) {
  const Query query = Query::parse(parse_json(R"({"from":"a"})").value).value;
  RowFields fields;
  ViewIndex index(query, "id", fields);
  std::vector<std::string> keys;
  keys.reserve(200);
  for (int key = 0; key < 200; ++key) keys.push_back(std::to_string(key));
  HeldRows rows;
  std::map<std::string, std::multiset<const ViewEntry*>> expected;
  Chooser choose(announced_seed("HeldRows"));
  for (int step = 0; step < 5000; ++step) {
    const std::string& key = keys[choose.below(keys.size())];
    if (choose.once_in(2)) {
      auto entry = std::make_unique<ViewEntry>(index, key);
      expected[key].insert(entry.get());
      rows.add(std::move(entry));
    } else if (choose.once_in(3) && !expected[key].empty()) {
      const ViewEntry* erased = *expected[key].begin();
      expected[key].erase(erased);
      rows.erase(*erased);
    } else {
      std::multiset<const ViewEntry*> found;
      std::multiset<const ViewEntry*> stayed;
      rows.follow(
          std::string(key),
          [&](const ViewEntry& entry) {
            found.insert(&entry);
            const bool stays = choose.once_in(2);
            if (stays) stayed.insert(&entry);
            return stays;
          },
          [&](const std::unique_ptr<ViewEntry>& entry) { EXPECT_EQ(stayed.count(entry.get()), 0U); });
      ASSERT_EQ(found, expected[key]);
      expected[key] = stayed;
    }
  }
}

}  // namespace
}  // namespace tablattice
