// A dead tab's change of a row whose server's key may not be known to who takes it over.
#include <gtest/gtest.h>

#include <string>

#include "core/writer.hpp"
#include "support/world.hpp"

namespace tablattice {
namespace {

using testing::no_poll;
using testing::Tab;
using testing::World;
using Kind = testing::ModelServer::Kind;

// A dead tab's update of a row of which only the temporary key was known to it.
class KeylessOrphan : public ::testing::Test {
 protected:
  KeylessOrphan() {
    world.server.server_ids = true;
    world.start();
  }
  void take_over(int attempts) {
    const Json update = {{"kind", "mutation"},         {"name", "b:1"},    {"stamp", {1, 0, "b"}},
                         {"collection", "slots"},      {"key", temporary}, {"op", "update"},
                         {"payload", {{"text", "x"}}}, {"stored", true},   {"attempts", attempts}};
    world.storage["outbox/b:1"] = message(0, update);
    heir.scan();
    heir.lock("client:b");
  }
  static std::string message(int n, const Json& event) {
    return Json({{"p", 1},
                 {"from", "b"},
                 {"life", 1},
                 {"n", n},
                 {"at", testing::start_ms},
                 {"events", Json::array({event})}})
        .dump();
  }

  const std::string temporary = "temporary:b-1";
  World world{Kind::plain, 1, {{"ids", "server"}}, no_poll};
  Tab& heir = world[0];
};

TEST_F(KeylessOrphan, IsStoredUnderTheKeyThatItsHeirKnows) {
  heir.receive(message(1, {{"kind", "alias"}, {"collection", "slots"}, {"temporaryKey", temporary}, {"key", "s1"}}));
  take_over(0);
  EXPECT_EQ(Json::parse(world.storage.at("outbox/b:1"))["events"][0]["key"], "s1") << "the next heir may not know it";
  EXPECT_EQ(heir.take_request("update").operation["key"], "s1");
}

TEST_F(KeylessOrphan, IsRefusedWhereItsKeyIsNotKnown) {
  take_over(0);
  EXPECT_EQ(heir.failures().at(0)["problem"]["code"], "create_rejected");
}

TEST_F(KeylessOrphan, IsOfUnknownFateWhereItWasSentBefore) {
  take_over(1);
  world.settle();
  EXPECT_EQ(heir.failures().at(0)["problem"]["code"], "outcome_unknown") << "who sent it knew the key";
}

// Storage tells that its create has ended, and not how; and it may have refused to count this change's attempts.
TEST_F(KeylessOrphan, IsOfUnknownFateWhereItsCreateIs) {
  heir.receive(message(1, {{"kind", "mutation"},
                           {"name", "b:2"},
                           {"stamp", {0, 0, "b"}},
                           {"collection", "slots"},
                           {"key", temporary},
                           {"op", "create"},
                           {"payload", {{"id", temporary}}},
                           {"stored", true}}));
  take_over(0);
  world.settle();
  ASSERT_EQ(heir.failures().size(), 2U);
  EXPECT_EQ(heir.failures().at(0)["problem"]["code"], "outcome_unknown");
  EXPECT_EQ(heir.failures().at(1)["problem"]["code"], "outcome_unknown");
}

}  // namespace
}  // namespace tablattice
