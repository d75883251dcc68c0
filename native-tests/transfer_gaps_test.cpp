// Messages that were lost are missed, and what they said is told again.
#include "core/transfer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "support/seed.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::beat_ms;
using testing::no_poll;
using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

constexpr std::int64_t gap_ms = 50;

const std::vector<Kind> every_rung = {Kind::feed, Kind::versioned, Kind::plain};

void fill(World& world, std::size_t rows) {
  for (std::size_t index = 0; index < rows; ++index) world.server.put(slot("r" + std::to_string(index)));
}

int reads_of(World& world) { return world.server.count("list") + world.server.count("changes"); }

// What a tab has just said is lost.
void lose(Tab& tab) { tab.sent.clear(); }

TEST(TransferGaps, ALostMessageIsMissedAndHealed) {
  for (const Kind kind : every_rung) {
    World world(kind, 2, Json::object(), no_poll);
    fill(world, 2);
    world.start();
    for (std::size_t index : {0U, 1U}) world[index].signal(testing::force);
    world.settle();
    const int reads = reads_of(world);
    world.server.put(slot("n1"));
    world[0].signal(testing::force);
    world.serve(world[0]);
    ASSERT_FALSE(world[0].told("rows").empty());
    lose(world[0]);
    world[0].dispatch("slots/update", rename("r0", "second"));
    world.exchange();
    EXPECT_EQ(world[1].row("n1"), Json());
    world.pass(4 * gap_ms, 10);
    EXPECT_EQ(world[1].row("n1"), world.server.rows().at("n1"));
    EXPECT_EQ(world[1].counter("gaps"), 1U);
    EXPECT_EQ(world[1].counter("healed"), 1U);
    world.settle();
    world.expect_all_equal_to_server();
    EXPECT_LE(reads_of(world), reads + 3) << "no read for the gap's sake";
  }
}

TEST(TransferGaps, AMessageThatIsLateIsNotMissed) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  const std::string first = world[0].sent.at(0);
  lose(world[0]);
  world[0].dispatch("slots/create", slot("s2"));
  world.exchange();
  world.advance(gap_ms - 1);
  world[1].receive(first);
  world.pass(4 * gap_ms, 10);
  EXPECT_EQ(world[1].counter("gaps"), 0U);
  EXPECT_TRUE(world[1].rows().contains("s1"));
}

TEST(TransferGaps, ALastMessageThatWasLostIsMissedAtTheNextBeat) {
  World world(Kind::feed, 2);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  world.serve(world[0]);
  lose(world[0]);
  world.pass(2 * beat_ms, 10);
  EXPECT_EQ(world[1].rows(), world.server.rows());
  EXPECT_GE(world[1].counter("healed"), 1U);
}

TEST(TransferGaps, WhereOneCollectionCannotBeReadNoStormOfHellosBegins) {
  const Json more = {{"collections", {{"notes", {{"feed", true}}}}}};
  World world(Kind::feed, 2, Json::object(), more);
  fill(world, 1);
  const auto serve_slots = [&] {
    for (std::size_t index : {0U, 1U}) {
      for (const char* type : {"list", "changes", "create"}) {
        for (const OpenRequest& request : world[index].take_requests(type)) {
          const bool notes = request.operation["collection"] == "notes";
          world[index].respond(request, notes ? refusal(404) : world.server.handle(request.operation));
        }
      }
    }
  };
  for (std::size_t index : {0U, 1U}) world[index].signal({{"type", "start"}});
  int hellos = 0;
  const auto step = [&] {
    world.advance(5);
    serve_slots();
    for (std::size_t round = 0; round < 3; ++round) {
      for (std::size_t index : {0U, 1U}) {
        hellos += static_cast<int>(world[index].told("hello").size());
        for (const std::string& text : std::exchange(world[index].sent, {})) world[1 - index].receive(text);
      }
    }
  };
  for (int count = 0; count < 600; ++count) step();
  world[0].dispatch("slots/create", slot("s1"));
  serve_slots();
  lose(world[0]);
  world[0].dispatch("slots/create", slot("s2"));
  hellos = 0;
  for (int count = 0; count < 2'000; ++count) step();
  EXPECT_EQ(world[1].rows(), world[0].rows());
  EXPECT_TRUE(world[1].rows().contains("s1"));
  EXPECT_LE(hellos, 20) << "in ten seconds";
}

TEST(TransferGaps, WithoutPollingAMissedMessageOfAnEmptyWorldMakesNoReads) {
  World world(Kind::feed, 1, Json::object(), no_poll);
  world.start();
  world.pass(10'000);
  Tab& late = world.add();
  late.signal({{"type", "start"}});
  world.pass(30'000);
  EXPECT_EQ(reads_of(world), 0);
}

// Messages are lost at random; after quiet all tabs are equal again, and the server has all that was accepted.
TEST(Transfer, RandomLossesAreHealedOnEveryRung) {
  const std::uint64_t seed = announced_seed("Transfer.RandomLosses");
  for (const Kind kind : every_rung) {
    for (std::uint64_t run = 0; run < 10; ++run) {
      Chooser random(seed + run);
      World world(kind, 3, Json::object(), {{"outbox", {{"attemptsMax", 100}}}});
      fill(world, 4);
      world.start();
      for (int step = 0; step < 80; ++step) {
        Tab& tab = world[random.below(world.size())];
        const std::string id = "r" + std::to_string(random.below(6));
        const bool there = tab.rows().contains(id);
        if (random.once_in(3)) {
          tab.dispatch(there ? "slots/update" : "slots/create", there ? rename(id, std::to_string(step)) : slot(id));
        } else if (random.once_in(3)) {
          if (there) tab.dispatch("slots/delete", id);
        } else if (random.once_in(4)) {
          random.once_in(2) ? world.server.put(slot(id, {{"text", "elsewhere"}})) : world.server.remove(id);
        }
        if (random.once_in(2)) world.serve(tab);
        if (random.once_in(3)) lose(tab);
        if (random.once_in(2)) world.exchange(1 + static_cast<int>(random.below(2)));
        world.advance(static_cast<std::int64_t>(random.below(400)));
      }
      world.pass(40'000, 200);
      SCOPED_TRACE("rung " + std::to_string(static_cast<int>(kind)) + ", run " + std::to_string(run));
      world.expect_all_equal_to_server();
      EXPECT_TRUE(world.storage.empty());
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace tablattice
