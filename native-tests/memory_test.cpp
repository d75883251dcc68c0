// What the engine keeps of many rows, measured at the allocator: little more than their texts, and no more after a long
// churn than before it.
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstddef>
#include <memory>
#include <string>

#include "support/tab.hpp"

namespace tablattice {
namespace {

using testing::Tab;
using testing::tab_config;

std::size_t bytes_in_use() { return mallinfo2().uordblks; }

// A sanitizer's allocator tells nothing: its suite leaves these tests out.
bool measurable() {
  const std::size_t before = bytes_in_use();
  const auto some = std::make_unique<std::string>(100'000, 'x');
  return bytes_in_use() > before + some->size() / 2;
}

std::string row(int id, int version) {
  const std::string number = std::to_string(id);
  return R"({"date":"2026-12-01","endTime":"09:50","id":"00000000-0000-4000-8000-)" +
         std::string(12 - number.size(), '0') + number +
         R"(","isActive":true,"notes":"some words about it","startTime":"09:00","therapistId":"th-7",)" +
         R"("therapistName":"Dr. Seven","updatedAt":"2026-11-23T10:00:00.000Z","version":)" + std::to_string(version) +
         "}";
}

// Rows [from, to), all at that version.
std::string list(int from, int to, int version) {
  std::string body = "[";
  for (int id = from; id < to; ++id) body += (id == from ? "" : ",") + row(id, version);
  return body + "]";
}

Json config() { return tab_config("a", Json::object(), {{"tabs", {{"memoryMs", 600'000}}}, {"poll", false}}); }

TEST(Memory, ARowTakesLittleMoreThanItsText) {
  ASSERT_TRUE(measurable()) << "the allocator tells nothing";
  constexpr int rows = 20'000;
  const std::string body = list(0, rows, 1);
  Tab tab(config());
  const std::size_t before = bytes_in_use();
  tab.load(body);
  tab.engine.take_changes();
  const std::size_t row_bytes = (bytes_in_use() - before) / rows;
  const std::size_t text_bytes = body.size() / rows;
  RecordProperty("row_bytes", static_cast<int>(row_bytes));
  EXPECT_LT(row_bytes, text_bytes + 500);
  tab.load(body);
  tab.engine.take_changes();
  EXPECT_LT((bytes_in_use() - before) / rows, row_bytes + 10) << "the same list again is nothing more to keep";
}

TEST(Memory, ALongChurnDoesNotGrowIt) {
  ASSERT_TRUE(measurable()) << "the allocator tells nothing";
  constexpr int rows = 500;
  constexpr int minutes = 120;
  Tab tab(config());
  tab.signal({{"type", "start"}});
  std::size_t settled = 0;
  for (int minute = 0; minute < minutes; ++minute) {
    // A tenth of the rows go, and as many come; the others have another version.
    tab.load(list(minute * rows / 10, minute * rows / 10 + rows, minute + 1));
    tab.engine.take_changes();
    tab.sent.clear();
    tab.advance(60'000);
    if (minute == minutes / 4) settled = bytes_in_use();
  }
  EXPECT_EQ(tab.rows().size(), static_cast<std::size_t>(rows));
  EXPECT_LT(bytes_in_use(), settled + settled / 20);
}

TEST(Memory, AnEngineThatEndsFreesAll) {
  ASSERT_TRUE(measurable()) << "the allocator tells nothing";
  const auto live = [] {
    Tab tab(config());
    tab.signal({{"type", "start"}});
    tab.load(list(0, 2'000, 1));
    tab.dispatch("slots/update", {{"id", "00000000-0000-4000-8000-000000000001"}, {"changes", {{"notes", "mine"}}}});
    tab.engine.open_view(R"({"from":"slots","orderBy":["date"]})");
  };
  live();
  const std::size_t before = bytes_in_use();
  live();
  EXPECT_LT(bytes_in_use(), before + 4'096);
}

}  // namespace
}  // namespace tablattice
