// What each page of a list says, and of which time.
#include <gtest/gtest.h>

#include "core/reader.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::good;
using testing::OpenRequest;
using testing::quiet;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

TEST(ReaderPages, APageThatWasAskedForLaterIsNewerThanAReadSentInBetween) {
  World world(Kind::plain, 1, Json::object(), quiet);
  Tab& tab = world[0];
  world.start();
  tab.signal(testing::force);
  const OpenRequest first = tab.take_request("list");
  tab.advance(10);
  RowsEvent between;
  between.collection = "slots";
  between.stamp = {tab.now_ms, 0, "z"};
  between.rows.add(slot("s2", {{"text", "older"}}));
  tab.advance(10);
  tab.respond(first, good({{"revision", 7}, {"rows", Json::array({slot("s1")})}, {"next", 2}}));
  const Json newer = slot("s2", {{"text", "newer"}});
  tab.respond(tab.take_request("list"), good({{"revision", 7}, {"rows", Json::array({newer})}}));
  tab.receive(encode_message({"z", 1, 1, tab.now_ms, {between}}));
  EXPECT_EQ(tab.row("s1")["text"], "first");
  EXPECT_EQ(tab.row("s2")["text"], "newer");
}

TEST(ReaderPages, TheRestOfAListThatATabSleptThroughIsNotTheWholeList) {
  for (const Kind kind : {Kind::feed, Kind::plain}) {
    Json brief = quiet;
    brief["tabs"]["memoryMs"] = 60'000;
    World world(kind, 1, Json::object(), brief);
    Tab& tab = world[0];
    world.start();
    tab.signal(testing::force);
    tab.respond(tab.take_request("list"), good({{"revision", 7}, {"rows", Json::array({slot("s1")})}, {"next", 2}}));
    const OpenRequest second = tab.take_request("list");
    tab.now_ms += 70'000;  // it stands still, without a word: what it knew is too old now
    tab.respond(second, good({{"revision", 7}, {"rows", Json::array({slot("s2")})}}));
    EXPECT_TRUE(tab.rows().empty());
    EXPECT_EQ(tab.status()["collections"]["slots"]["stale"], true);
    world.server.put(slot("s3"));
    world.pass(10'000);
    world.expect_all_equal_to_server();
  }
}

}  // namespace
}  // namespace tablattice
