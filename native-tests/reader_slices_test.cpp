// A long list is joined a slice at a time; whatever happens in between, it ends as if it had been joined at once.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/json.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::good;
using testing::OpenRequest;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

// Of about so many bytes are the rows here; a slice is less than one, so each is joined by itself.
const Json sliced = {{"poll", {{"activeMs", 5'000}, {"sliceBytes", 20}}}};
constexpr int rows = 6;

class SlicesTest : public ::testing::TestWithParam<Kind> {
 protected:
  SlicesTest() {
    for (int index = 0; index < rows; ++index) world.server.put(slot("s" + std::to_string(index)));
  }

  Json progress() { return tab.status()["collections"]["slots"]["progress"]; }
  // The first list is answered, and not yet joined.
  void begin() {
    tab.signal({{"type", "start"}});
    answer();
  }
  void answer() {
    const OpenRequest request = tab.take_request("list");
    tab.respond(request, world.server.handle(request.operation));
  }
  int finish() {
    int slices = 0;
    for (; !progress().is_null() && slices < 1'000; ++slices) tab.wake();
    return slices;
  }

  World world{GetParam(), 1, Json::object(), sliced};
  Tab& tab = world[0];
};

INSTANTIATE_TEST_SUITE_P(Rungs, SlicesTest, ::testing::Values(Kind::feed, Kind::versioned, Kind::plain));

TEST_P(SlicesTest, RowsComeOneByOneAndTheWholeCountsAtTheEnd) {
  begin();
  double before = -1;
  std::size_t shown = 0;
  while (!progress().is_null()) {
    EXPECT_EQ(tab.wake_at, tab.now_ms) << "the next slice is asked for at once";
    EXPECT_GE(progress().get<double>(), before);
    before = progress().get<double>();
    EXPECT_LE(tab.rows().size(), shown + 1);
    shown = tab.rows().size();
    const Json status = tab.status()["collections"]["slots"];
    EXPECT_EQ(status["fetching"], true);
    EXPECT_EQ(status["status"], "loading") << "half a list is no list";
    tab.wake();
  }
  EXPECT_EQ(tab.rows(), world.server.rows());
  EXPECT_EQ(tab.status()["collections"]["slots"]["status"], "ready");
  EXPECT_GT(before, 0.5);
}

TEST_P(SlicesTest, WhatHappensInBetweenIsNotUndone) {
  begin();
  tab.wake();
  tab.wake();
  world.server.put(slot("s1", {{"text", "newer"}}));
  const Json newer = world.server.rows().at("s1");
  tab.dispatch("slots/update", {{"id", "s0"}, {"changes", {{"text", "mine"}}}});
  finish();
  EXPECT_EQ(tab.rows().at("s0")["text"], "mine") << "a list cannot know of what the server has not been told";
  tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  world.serve(tab);
  finish();
  world.serve(tab);
  finish();
  EXPECT_EQ(tab.rows().at("s1")["text"], "newer");
  EXPECT_EQ(tab.rows().at("s0")["text"], "mine");
}

TEST_P(SlicesTest, WhoIsAbsentIsGoneAfterTheLastSlice) {
  begin();
  finish();
  world.server.remove("s0");
  world.server.forget_history();
  tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  if (GetParam() == Kind::feed) world.serve(tab);
  if (GetParam() != Kind::feed) answer();
  while (!progress().is_null()) {
    EXPECT_TRUE(tab.rows().contains("s0"));
    tab.wake();
  }
  EXPECT_EQ(tab.rows(), world.server.rows());
}

TEST_P(SlicesTest, AListThatComesByAnotherWayIsTakenAfterTheOneUnderWay) {
  begin();
  tab.wake();
  tab.load(world.server.handle({{"type", "list"}}).body);
  EXPECT_TRUE(progress().is_null());
  EXPECT_EQ(tab.rows(), world.server.rows());
}

TEST_P(SlicesTest, AHiddenPageWaitsForNobodyAndTakesAllAtOnce) {
  begin();
  tab.signal({{"type", "visibility"}, {"visible", false}});
  tab.wake();
  EXPECT_TRUE(progress().is_null());
  EXPECT_EQ(tab.rows(), world.server.rows());
}

TEST_P(SlicesTest, AnswersThatAreNoListsFailAsEver) {
  tab.signal({{"type", "start"}});
  tab.respond(tab.take_request("list"),
              good(Json::parse(R"({"rows":[{"id":"a"},{"id":"b"}],"x":{"long":"and longer"}})")));
  finish();
  tab.signal({{"type", "refresh"}, {"collection", "slots"}, {"force", true}});
  testing::Reply cut = good(Json::array());
  cut.body = R"([{"id":"a","version":1,"text":"a text that takes more than one slice to read"},{"id":"b","vers)";
  tab.respond(tab.take_request("list"), cut);
  finish();
  EXPECT_EQ(tab.status()["collections"]["slots"]["status"], "error");
  EXPECT_EQ(tab.status()["collections"]["slots"]["error"]["code"], "json_invalid");
}

}  // namespace
}  // namespace tablattice
