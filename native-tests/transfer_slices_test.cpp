// A long state is told a part at a time, and rows change between its parts.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/transfer.hpp"
#include "support/seed.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

std::string id_of(std::size_t index) { return "r" + std::to_string(index); }

void fill(World& world, std::size_t rows, const Json& more = Json::object()) {
  for (std::size_t index = 0; index < rows; ++index) world.server.put(slot(id_of(index), more));
}

// One more tab says hello, and the first one is about to tell it what it has.
Tab& greet(World& world) {
  Tab& late = world.add();
  late.signal({{"type", "start"}});
  for (const std::string& text : std::exchange(late.sent, {})) world[0].receive(text);
  world[0].sent.clear();
  return late;
}

std::size_t rows_told(const Tab& tab) {
  std::size_t rows = 0;
  for (const Json& part : tab.told("state")) rows += part["rows"].size();
  return rows;
}

TEST(TransferSlices, NoInputTellsMoreThanItsShare) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  const std::size_t count = 2 * event_rows_max + 10;
  fill(world, count);
  world.start();
  Tab& tab = world[0];
  tab.signal(testing::force);
  world.settle();
  greet(world);
  world.advance(1);
  std::size_t told = 0;
  for (bool more = true; more; tab.wake()) {
    more = tab.wake_at == tab.now_ms;
    EXPECT_LE(rows_told(tab), event_rows_max);
    told += rows_told(tab);
    tab.sent.clear();
    tab.signal({{"type", "focus"}});
    EXPECT_EQ(rows_told(tab), 0U) << "only the timer goes on with it";
    tab.sent.clear();
  }
  EXPECT_EQ(told, count);
}

TEST(TransferSlices, RowsOfManyBytesAreFewerInEachPart) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  fill(world, 20, {{"text", std::string(state_bytes_wanted / 4, 'x')}});
  world.start();
  Tab& tab = world[0];
  tab.signal(testing::force);
  world.settle();
  greet(world);
  world.advance(1);
  EXPECT_EQ(rows_told(tab), 4U);
}

TEST(TransferSlices, WhoAsksAgainIsToldAnew) {
  World world(Kind::feed, 1, Json::object(), {{"poll", {{"activeMs", 3'600'000}, {"sliceBytes", 20}}}});
  fill(world, 10);
  world.start();
  Tab& tab = world[0];
  Tab& late = greet(world);
  world.advance(1);
  ASSERT_EQ(tab.wake_at, tab.now_ms) << "the state is being told";
  late.signal({{"type", "suspend"}});
  late.signal({{"type", "start"}});
  tab.sent.clear();
  world.settle();
  world.settle();
  EXPECT_EQ(late.status()["collections"]["slots"]["status"], "ready");
  EXPECT_EQ(late.rows(), world.server.rows());
  EXPECT_LE(rows_told(tab), 10U) << "what was begun for the first hello is dropped";
}

// Each part comes in time; all of them together take longer than one that is lost is waited for.
TEST(TransferSlices, ALongStateIsHeardToItsEnd) {
  World world(Kind::feed, 1, Json::object(), {{"poll", false}, {"tabs", {{"beatMs", 3'600'000}}}});
  fill(world, 30, {{"text", std::string(state_bytes_wanted, 'x')}});
  world.start();
  world[0].signal(testing::force);
  world.settle();
  Tab& late = greet(world);
  world.advance(1);
  std::size_t steps = 0;
  for (; late.status()["collections"]["slots"]["status"] != "ready" && steps < 100; ++steps) {
    world.exchange();
    world.advance(state_patience_ms / 2);
  }
  EXPECT_GT(steps, 20U) << "longer than ten times the patience";
  EXPECT_EQ(late.rows(), world.server.rows());
  EXPECT_EQ(late.counter("reads"), 0U);
  EXPECT_EQ(late.counter("gaps"), 0U) << "it did not ask again";
}

// Another user, another tab, the teller and the late joiner itself change rows meanwhile.
class ChangingTest : public ::testing::TestWithParam<Kind> {
 protected:
  static constexpr std::size_t rows = 24;

  explicit ChangingTest() { fill(world, rows); }

  void change(Chooser& random) {
    const std::string id = id_of(random.below(rows + 6));
    Tab& tab = world[random.below(world.size())];
    const bool there = tab.rows().contains(id);
    switch (random.below(5)) {
      case 0:
        world.server.put(slot(id, {{"text", std::to_string(random.bits())}}));
        world[0].signal(testing::force);
        break;
      case 1:
        if (world.server.rows().contains(id)) world.server.remove(id);
        world[0].signal(testing::force);
        break;
      case 2:
        if (there) tab.dispatch("slots/delete", id);
        break;
      default:
        there ? tab.dispatch("slots/update", rename(id, std::to_string(random.bits())))
              : tab.dispatch("slots/create", slot(id));
    }
    if (random.once_in(2)) serve();
  }

  void serve() {
    for (std::size_t index = 0; index < world.size(); ++index) world.serve(world[index]);
  }

  [[nodiscard]] bool ready(std::size_t index) {
    return world[index].status()["collections"]["slots"]["status"] == "ready";
  }

  World world{GetParam(), 2, Json::object(), {{"poll", {{"activeMs", 3'600'000}, {"sliceBytes", 20}}}}};
};

INSTANTIATE_TEST_SUITE_P(Rungs, ChangingTest, ::testing::Values(Kind::feed, Kind::versioned, Kind::plain));

TEST_P(ChangingTest, TheLateJoinerEndsLikeAllTheOthers) {
  const std::uint64_t seed = announced_seed("ChangingTest.TheLateJoinerEndsLikeAllTheOthers");
  Chooser random(seed);
  world.start();
  world.settle();
  world.add().signal({{"type", "start"}});
  std::size_t steps = 0;
  for (; !ready(2) && steps < 500; ++steps) {
    world.exchange();
    if (random.once_in(3)) change(random);
    world.advance(1);
  }
  EXPECT_GT(steps, rows / 2) << "a row in each part";
  ASSERT_TRUE(ready(2));
  world.exchange();
  EXPECT_EQ(world[2].rows(), world[0].rows()) << "at once, without any repair";
  world.pass(20'000);
  world.expect_all_equal_to_server();
}

}  // namespace
}  // namespace tablattice
