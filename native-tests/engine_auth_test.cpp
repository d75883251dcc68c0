// Signed out: all tabs pause, one asks, and all go on.
#include <gtest/gtest.h>

#include <string>

#include "core/engine.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::OpenRequest;
using testing::refusal;
using testing::rename;
using testing::slot;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

const Json ok = {{"type", "authorized"}, {"ok", true}};
const Json not_ok = {{"type", "authorized"}, {"ok", false}};

class AuthTest : public ::testing::Test {
 protected:
  AuthTest() {
    world.server.put(slot("s1"));
    world.start();
  }
  void expect_all(const char* auth) {
    for (std::size_t index = 0; index < world.size(); ++index)
      EXPECT_EQ(world[index].status()["auth"], auth) << "tab " << index;
  }
  [[nodiscard]] int asked() {
    int asked = 0;
    for (std::size_t index = 0; index < world.size(); ++index) asked += world[index].unauthorized;
    return asked;
  }
  // The follower's change is answered with 401, and all hear of it.
  void expire() {
    world[1].dispatch("slots/update", rename("s1", "second"));
    name = world[1].name();
    world[1].respond(world[1].take_request("update"), refusal(401));
    world.settle();
  }

  World world{Kind::feed, 3};
  std::string name;
};

TEST_F(AuthTest, AFollowers401PausesAllAndTheLeaderAsksOnce) {
  expire();
  expect_all("expired");
  EXPECT_EQ(asked(), 1);
  EXPECT_EQ(world[0].unauthorized, 1) << "the leader asks";
  world[2].dispatch("slots/create", slot("s2"));
  const int handled = static_cast<int>(world.server.log.size());
  world.pass(60'000, 500);
  EXPECT_EQ(static_cast<int>(world.server.log.size()), handled) << "nobody polls or writes";
  expect_all("expired");
  EXPECT_EQ(asked(), 1);
}

TEST_F(AuthTest, SignedInAgainAllGoOn) {
  expire();
  world[2].dispatch("slots/create", slot("s2"));
  world[0].signal(ok);
  world.settle();
  expect_all("ok");
  EXPECT_TRUE(world[1].settled.at(name)["problem"].is_null());
  world.expect_all_equal_to_server();
  EXPECT_TRUE(world.server.rows().contains("s2"));
}

TEST_F(AuthTest, NotSignedInAllGoOnWaiting) {
  expire();
  world[0].signal(not_ok);
  world.pass(30'000, 500);
  expect_all("expired");
  EXPECT_EQ(world[1].pending().size(), 1U);
  EXPECT_EQ(asked(), 1);
}

TEST_F(AuthTest, TheLeadersOwn401PausesAll) {
  world[0].signal(testing::force);
  world[0].respond(world[0].take_request("changes"), refusal(401));
  world.settle();
  expect_all("expired");
  EXPECT_EQ(asked(), 1);
  world[0].signal(ok);
  world.settle();
  expect_all("ok");
  EXPECT_TRUE(world[0].refreshed.begin()->second.is_null()) << "what was asked for is read now";
}

TEST_F(AuthTest, ANewLeaderAsksAgain) {
  expire();
  world.kill(0);
  world.settle();
  EXPECT_EQ(world[1].unauthorized + world[2].unauthorized, 1) << "the one who was asked may have died with its answer";
  world.leader().signal(ok);
  world.settle();
  EXPECT_EQ(world[1].status()["auth"], "ok");
  EXPECT_EQ(world[2].status()["auth"], "ok");
  world.expect_all_equal_to_server();
}

TEST_F(AuthTest, AWishThatIsLostIsMadeAgain) {
  world[1].dispatch("slots/update", rename("s1", "second"));
  world[1].respond(world[1].take_request("update"), refusal(401));
  world[1].sent.clear();
  for (int step = 0; step < 60 && world[0].unauthorized == 0; ++step) {
    world.advance(100);
    world.exchange();
    for (const OpenRequest& request : world[1].take_requests("update")) world[1].respond(request, refusal(401));
  }
  EXPECT_EQ(world[0].unauthorized, 1);
}

TEST_F(AuthTest, ANewcomerHearsThatAllPause) {
  expire();
  Tab& late = world.add();
  late.signal({{"type", "start"}});
  world.settle();
  EXPECT_EQ(late.status()["auth"], "expired");
  EXPECT_EQ(late.rows().size(), 1U) << "it has the others' state all the same";
}

// ---- whose scope it is ------------------------------------------------------------------------------------------------

TEST(Identity, AnAnswerForAnotherUserStopsTheEngineAndEntersNothing) {
  World world(Kind::feed, 1, Json::object(), {{"identity", "ann"}});
  world.server.put(slot("s1"));
  Tab& tab = world[0];
  tab.signal({{"type", "start"}});
  tab.dispatch("slots/create", slot("s2"));
  const OpenRequest list = tab.take_request("list");
  const testing::Reply reply = world.server.handle(list.operation);
  const Json meta = {{"status", reply.status}, {"mapped", reply.mapped}, {"identity", "bob"}};
  tab.engine.respond(list.id, dump_json(meta), reply.body, static_cast<double>(tab.now_ms));
  tab.wake();
  EXPECT_EQ(tab.reported("identity_mismatch"), 1);
  EXPECT_FALSE(tab.rows().contains("s1"));
  EXPECT_EQ(tab.pending().size(), 1U) << "what waits stays for the scope's own user";
  EXPECT_EQ(world.storage.size(), 1U);
  tab.requests.clear();
  tab.advance(60'000);
  EXPECT_TRUE(tab.requests.empty());
}

TEST(Identity, TheRightUsersAnswersAndThoseWithoutANameAreTaken) {
  for (const Json& identity : {Json("ann"), Json()}) {
    World world(Kind::feed, 1, Json::object(), {{"identity", "ann"}});
    world.server.put(slot("s1"));
    Tab& tab = world[0];
    tab.signal({{"type", "start"}});
    const OpenRequest list = tab.take_request("list");
    const testing::Reply reply = world.server.handle(list.operation);
    Json meta = {{"status", reply.status}, {"mapped", reply.mapped}};
    if (!identity.is_null()) meta["identity"] = identity;
    tab.engine.respond(list.id, dump_json(meta), reply.body, static_cast<double>(tab.now_ms));
    EXPECT_TRUE(tab.rows().contains("s1"));
  }
}

}  // namespace
}  // namespace tablattice
