// Two and three engines over an in-memory channel: what one does is in all of them, without a request by the others.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/engine.hpp"
#include "support/seed.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::Reply;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const std::vector<Kind> every_rung = {Kind::feed, Kind::versioned, Kind::plain};

void read_all(World& world) {
  for (std::size_t index = 0; index < world.size(); ++index) {
    world[index].signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  }
  world.settle();
}

TEST(EngineTabs, CreateUpdateAndDeleteCrossBeforeTheServerAnswers) {
  for (const Kind kind : every_rung) {
    World world(kind, 3, Json::object(), no_poll);
    world.start();
    world[0].dispatch("slots/create", slot("s1"));
    world.exchange();
    for (std::size_t index : {0U, 1U, 2U}) EXPECT_EQ(world[index].row("s1")["$pending"], true);
    world.settle();
    world.expect_all_equal_to_server();
    world[0].dispatch("slots/update", rename("s1", "second"));
    world.exchange();
    EXPECT_EQ(world[2].row("s1")["text"], "second");
    world.settle();
    world.expect_all_equal_to_server();
    world[0].dispatch("slots/delete", "s1");
    world.exchange();
    EXPECT_TRUE(world[1].rows().empty() && world[2].rows().empty());
    world.settle();
    world.expect_all_equal_to_server();
    for (std::size_t index : {1U, 2U}) {
      EXPECT_EQ(world[index].counter("reads") + world[index].counter("writes"), 0U) << "the others ask nothing";
      EXPECT_TRUE(world[index].settled.empty());
    }
    EXPECT_EQ(world[0].counter("writes"), 3U) << "one request for each mutation";
    EXPECT_EQ(world[0].counter("reads"), kind == Kind::feed        ? 0U
                                         : kind == Kind::versioned ? 1U
                                                                   : 3U)
        << "and a read only after an answer without version";
  }
}

TEST(EngineTabs, DuplicatesOverTwoTransportsAreCountedAndHaveOneEffect) {
  World once(Kind::feed, 2, Json::object(), no_poll);
  World twice(Kind::feed, 2, Json::object(), no_poll);
  for (World* world : {&once, &twice}) {
    world->start();
    for (const Json& action : {slot("s1"), slot("s2")}) {
      world->operator[](0).dispatch("slots/create", action);
      world->serve((*world)[0]);
      world->exchange(world == &once ? 1 : 2);
    }
  }
  EXPECT_EQ(once[1].rows(), twice[1].rows());
  EXPECT_EQ(once[1].counter("duplicate"), 0U);
  EXPECT_EQ(twice[1].counter("joined"), once[1].counter("joined"));
  EXPECT_EQ(twice[1].counter("duplicate"), 4U) << "a mutation and an outcome for each";
}

TEST(EngineTabs, ARejectionRollsBackEverywhere) {
  World world(Kind::feed, 3, Json::object(), no_poll);
  world.server.put(slot("s1"));
  world.start();
  read_all(world);
  world[0].dispatch("slots/create", slot("s2"));
  world[0].dispatch("slots/update", rename("s1", "second"));
  world[0].dispatch("slots/delete", "s1");
  world.exchange();
  EXPECT_EQ(world[2].rows().size(), 1U);
  for (const char* type : {"create", "update", "delete"}) {
    world[0].respond(world[0].take_request(type), refusal(422));
    world.exchange();
  }
  world.expect_all_equal_to_server();
  for (std::size_t index : {1U, 2U}) EXPECT_EQ(world[index].failures(), Json::array());
}

TEST(EngineTabs, AHeldBackPollUndoesNothingThatAnotherTabDid) {
  for (const Kind kind : every_rung) {
    World world(kind, 2, Json::object(), no_poll);
    for (const char* id : {"s1", "s2"}) world.server.put(slot(id));
    world.start();
    read_all(world);
    world[0].signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
    const OpenRequest held = world[0].requests.at(0);
    const Reply old = world.server.handle(held.operation);
    world[0].requests.clear();
    world[1].dispatch("slots/create", slot("s3"));
    world[1].dispatch("slots/update", rename("s1", "second"));
    world[1].dispatch("slots/delete", "s2");
    world.settle();
    world[0].respond(held, old);
    world.exchange();
    for (std::size_t index : {0U, 1U}) {
      const std::map<std::string, Json> shown = world[index].rows();
      EXPECT_EQ(shown.at("s1")["text"], "second");
      EXPECT_TRUE(shown.contains("s3"));
      EXPECT_FALSE(shown.contains("s2"));
    }
    world.settle();
    read_all(world);
    world.expect_all_equal_to_server();
  }
}

TEST(EngineTabs, TwoTabsChangeOneRowAndEndAlike) {
  for (const Kind kind : every_rung) {
    World world(kind, 2, Json::object(), no_poll);
    world.server.put(slot("s1"));
    world.start();
    read_all(world);
    world[0].dispatch("slots/update", rename("s1", "by a"));
    world[1].dispatch("slots/update", {{"id", "s1"}, {"changes", {{"note", "by b"}}}});
    world.settle();
    world.expect_all_equal_to_server();
    EXPECT_EQ(world.server.rows().at("s1")["text"], "by a");
    EXPECT_EQ(world.server.rows().at("s1")["note"], "by b");
  }
}

TEST(EngineTabs, MessagesInAnotherOrderEndAlike) {
  World world(Kind::feed, 2, Json::object(), no_poll);
  world.start();
  world[0].dispatch("slots/create", slot("s1"));
  world.serve(world[0]);
  world[0].dispatch("slots/update", rename("s1", "second"));
  world.serve(world[0]);
  world[0].dispatch("slots/create", slot("s2"));
  world.serve(world[0]);
  world[0].dispatch("slots/delete", "s2");
  world.serve(world[0]);
  std::vector<std::string> messages = world[0].sent;
  ASSERT_EQ(messages.size(), 8U);
  for (std::size_t shift = 1; shift < messages.size(); ++shift) {
    std::rotate(messages.begin(), messages.begin() + 1, messages.end());
    Tab late(testing::tab_config("z", {{"feed", true}}, no_poll));
    for (const std::string& text : messages) late.receive(text);
    for (auto text = messages.rbegin(); text != messages.rend(); ++text) late.receive(*text);
    EXPECT_EQ(late.rows(), world.server.rows()) << "rotated by " << shift;
    EXPECT_EQ(late.counter("refused"), 0U);
  }
}

TEST(EngineTabs, AnAcknowledgedChangeIsNotShownOlderByARereadOnThePlainRung) {
  World world(Kind::plain, 2, Json::object(), no_poll);
  world.server.put(slot("s1"));
  world.start();
  read_all(world);
  world[0].dispatch("slots/update", rename("s1", "second"));
  const OpenRequest update = world[0].take_request("update");
  world[0].respond(update, world.server.handle(update.operation));
  world.exchange();
  EXPECT_EQ(world[1].row("s1"), slot("s1", {{"text", "second"}})) << "neither pending nor older";
  world.settle();
  world.expect_all_equal_to_server();
}

// Random work of three tabs and another program, with lost and late answers; polls bring all to the server's state.
void random_work(World& world, Chooser& random) {
  for (int step = 0; step < 60; ++step) {
    Tab& tab = world[random.below(world.size())];
    const std::string id = "s" + std::to_string(random.below(4));
    const bool there = tab.rows().contains(id);
    switch (random.below(8)) {
      case 0:
      case 1:
        tab.dispatch(there ? "slots/update" : "slots/create", there ? rename(id, std::to_string(step)) : slot(id));
        break;
      case 2:
        if (there) tab.dispatch("slots/delete", id);
        break;
      case 3:
        world.exchange(1 + static_cast<int>(random.below(2)));
        break;
      case 4:
        tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
        break;
      case 5:
        random.once_in(2) ? world.server.put(slot(id, {{"text", "elsewhere"}})) : world.server.remove(id);
        break;
      default:
        if (tab.requests.empty()) break;
        const OpenRequest request = tab.requests[random.below(tab.requests.size())];
        const Reply reply = world.server.handle(request.operation);
        tab.respond(request, random.once_in(4) ? testing::lost() : reply);
    }
    world.advance(static_cast<std::int64_t>(random.below(300)));
  }
}

// Its tab has told it, and dies; another takes the create over, as of unknown fate, and a read shows the row.
class OneHeardTheKey : public ::testing::Test {
 protected:
  OneHeardTheKey() {
    world.server.server_ids = true;
    world.start();
    world[0].dispatch("slots/create", {{"text", "x"}});
    temporary_key = world[0].key();
    world.exchange();
    const OpenRequest create = world[0].take_request("create");
    world[0].respond(create, world.server.handle(create.operation));
    last = std::exchange(world[0].sent, {});
  }
  void hear() {
    for (const std::string& text : last) world[2].receive(text);
  }
  void expect_known_to_both() {
    world.exchange();
    ASSERT_EQ(world[2].row(temporary_key)["text"], "x");
    EXPECT_EQ(world[1].row(temporary_key), world[2].row(temporary_key));
  }

  World world{Kind::versioned, 3, {{"ids", "server"}}, no_poll};
  std::string temporary_key;
  std::vector<std::string> last;
};

TEST_F(OneHeardTheKey, LateAndTellsItOn) {
  world.kill(0);
  world.pass(1'000);
  read_all(world);
  ASSERT_TRUE(world[1].row(temporary_key).is_null());
  hear();
  expect_known_to_both();
}

TEST_F(OneHeardTheKey, AndTellsItToTheHeir) {
  hear();
  world.kill(0);
  world[1].signal(testing::force);
  world.serve(world[1]);
  ASSERT_TRUE(world[1].row(temporary_key).is_null());
  expect_known_to_both();
}

TEST(EngineTabs, RandomWorkEndsInTheServersStateOnEveryRung) {
  const std::uint64_t seed = announced_seed("EngineTabs.RandomWork");
  for (const Kind kind : every_rung) {
    for (std::uint64_t run = 0; run < 15; ++run) {
      Chooser random(seed + run);
      World world(kind, 3, Json::object(), {{"outbox", {{"attemptsMax", 100}}}});
      world.start();
      random_work(world, random);
      for (int round = 0; round < 40; ++round) {
        world.settle();
        world.advance(5'000);
      }
      read_all(world);
      SCOPED_TRACE("rung " + std::to_string(static_cast<int>(kind)) + ", run " + std::to_string(run));
      world.expect_all_equal_to_server();
      for (std::size_t index = 0; index < world.size(); ++index) EXPECT_TRUE(world[index].stored.empty());
      if (::testing::Test::HasFailure()) return;
    }
  }
}

}  // namespace
}  // namespace tablattice
