#include "core/actions.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "availability/availability.hpp"

namespace tablattice {
namespace {

constexpr std::size_t much_room = 100;

class ActionsTest : public ::testing::Test {
 protected:
  static Config config() {
    register_availability();
    Config config;
    config.client = "a";
    for (const auto& [name, declaration] :
         std::vector<std::pair<const char*, const char*>>{{"slots", "{}"},
                                                          {"made", R"({"ids":"server"})"},
                                                          {"assigned", R"({"patch":"assign"})"},
                                                          {"availability", R"({"slice":"availability"})"}}) {
      config.collections.push_back(read_collection_options(name, Json::parse(declaration)).value);
    }
    return config;
  }

  ActionsTest() {
    session.set_time(5'000);
    stand("slots", {{"id", "s1"}, {"version", 1}, {"text", "x"}});
  }

  void stand(const std::string& collection, const Json& row) {
    Collection& target = *session.find(collection);
    target.join_row(target.read_row(row, "").value, {1, 0, "b"}, true);
  }
  Result<std::vector<Mutation>> reduce(const std::string& type, const Json& payload) {
    return actions.reduce({{"type", type}, {"payload", payload}}, much_room);
  }
  Status refusal_of(const std::string& type, const Json& payload) { return reduce(type, payload).status; }

  Session session{config(), Random::from_seed(std::string(64, '1')).value};
  Actions actions{session};
};

TEST_F(ActionsTest, ACreateMakesAKeyWhereTheRowHasNone) {
  const auto created = reduce("slots/create", {{"text", "new"}, {"$pending", true}});
  ASSERT_TRUE(created.ok());
  const Mutation& mutation = created.value.at(0);
  EXPECT_EQ(mutation.name.text(), "a:1");
  EXPECT_EQ(mutation.stamp, (Stamp{5'000, 0, "a"}));
  EXPECT_EQ(mutation.key.size(), 38U) << "a UUID in quotes";
  EXPECT_EQ(mutation.payload, Json({{"id", key_json(mutation.key)}, {"text", "new"}})) << "engine members never travel";
  EXPECT_EQ(reduce("slots/create", {{"id", 17}}).value.at(0).key, "17");
  EXPECT_EQ(reduce("slots/create", {{"id", "__proto__"}}).value.at(0).key, "\"__proto__\"");
  EXPECT_EQ(reduce("made/create", {{"text", "new"}}).value.at(0).key.rfind("\"temporary:", 0), 0U);
}

TEST_F(ActionsTest, AnUpdateAndADeleteNameTheirRow) {
  const Mutation update = reduce("slots/update", {{"id", "s1"}, {"changes", {{"text", "y"}}}}).value.at(0);
  EXPECT_EQ(update.operation, Operation::update);
  EXPECT_EQ(update.key, "\"s1\"");
  EXPECT_EQ(update.payload, Json({{"text", "y"}}));
  EXPECT_TRUE(reduce("slots/update", {{"id", "s1"}, {"changes", {{"id", "s1"}, {"text", "y"}}}}).ok());
  for (const Json& payload : {Json("s1"), Json({{"id", "s1"}})}) {
    const Mutation removal = reduce("slots/delete", payload).value.at(0);
    EXPECT_EQ(removal.operation, Operation::remove);
    EXPECT_TRUE(removal.payload.is_null());
  }
}

TEST_F(ActionsTest, AChangeUnderATemporaryKeyGoesToTheServersRow) {
  stand("made", {{"id", "made-1"}, {"version", 1}});
  session.find("made")->join_alias("\"temporary:1\"", "\"made-1\"");
  EXPECT_EQ(reduce("made/update", {{"id", "temporary:1"}, {"changes", {{"x", 1}}}}).value.at(0).key, "\"made-1\"");
}

struct Refusal {
  const char* type;
  const char* payload;
  const char* code;
  const char* where;
};

TEST_F(ActionsTest, EachRefusalIsNamed) {
  const std::vector<Refusal> refusals = {
      {"slots", "{}", "collection_unknown", "action/type"},
      {"nowhere/create", "{}", "collection_unknown", "action/type"},
      {"/create", "{}", "collection_unknown", "action/type"},
      {"slots/explode", "{}", "action_unknown", "action/type"},
      {"slots/", "{}", "action_unknown", "action/type"},
      {"slots/toggle", R"({"id":"s1"})", "action_unknown", "action/type"},
      {"slots/create", "[]", "action_invalid", "action/payload"},
      {"slots/create", "null", "action_invalid", "action/payload"},
      {"slots/create", R"({"id":true})", "key_invalid", "action/payload/id"},
      {"slots/create", R"({"id":""})", "key_invalid", "action/payload/id"},
      {"slots/create", R"({"id":9007199254740992})", "key_invalid", "action/payload/id"},
      {"slots/create", R"({"id":"s1"})", "row_exists", "action/payload/id"},
      {"slots/create", R"({"id":"n","version":1})", "version_changed", "action/payload/version"},
      {"slots/update", "\"s1\"", "action_invalid", "action/payload"},
      {"slots/update", R"({"id":"s1"})", "action_invalid", "action/payload"},
      {"slots/update", R"({"id":"s1","changes":[]})", "action_invalid", "action/payload"},
      {"slots/update", R"({"id":"s1","changes":{}})", "action_invalid", "action/payload/changes"},
      {"slots/update", R"({"id":"s1","changes":{"$pending":true}})", "action_invalid", "action/payload/changes"},
      {"slots/update", R"({"changes":{"text":"y"}})", "key_invalid", "action/payload/id"},
      {"slots/update", R"({"id":"zz","changes":{"text":"y"}})", "row_not_found", "action/payload/id"},
      {"slots/update", R"({"id":"s1","changes":{"id":"s2"}})", "key_changed", "action/payload/changes/id"},
      {"slots/update", R"({"id":"s1","changes":{"version":2}})", "version_changed", "action/payload/changes/version"},
      {"slots/delete", "null", "key_invalid", "action/payload/id"},
      {"slots/delete", R"({"key":"s1"})", "key_invalid", "action/payload/id"},
      {"slots/delete", "\"zz\"", "row_not_found", "action/payload/id"}};
  for (const Refusal& refusal : refusals) {
    const Status status = refusal_of(refusal.type, Json::parse(refusal.payload));
    EXPECT_EQ(status.code, refusal.code) << refusal.type << " " << refusal.payload;
    EXPECT_EQ(status.where, refusal.where) << refusal.type << " " << refusal.payload;
    EXPECT_FALSE(status.message.empty());
  }
  for (const char* action : {"7", "[]", "{}", R"({"type":7})"}) {
    EXPECT_EQ(actions.reduce(Json::parse(action), much_room).status.code, "action_invalid") << action;
  }
  EXPECT_EQ(reduce("slots/create", Json::object()).value.at(0).name.n, 1U) << "a refused action uses up no name";
}

TEST_F(ActionsTest, TheOutboxTakesWhatItHasRoomForAndNotOneMore) {
  const Json action = {{"type", "slots/create"}, {"payload", Json::object()}};
  EXPECT_TRUE(actions.reduce(action, 1).ok());
  const Status full = actions.reduce(action, 0).status;
  EXPECT_EQ(full.code, "outbox_full");
  EXPECT_EQ(full.where, "outbox");
}

Json availability(const std::string& id, const std::string& start, const std::string& end) {
  return {{"id", id},           {"therapistId", "th-7"}, {"date", "2026-12-01"},
          {"startTime", start}, {"endTime", end},        {"isActive", true}};
}

TEST_F(ActionsTest, TheSlicesCheckComesBeforeTheMutation) {
  Json standing = availability("s1", "09:00", "10:00");
  standing["version"] = 1;
  stand("availability", standing);
  const Status bad = refusal_of("availability/create", availability("s2", "10:00", "09:00"));
  EXPECT_EQ(bad.code, "check_failed");
  EXPECT_EQ(bad.where, "endTime");
  const Status overlap = refusal_of("availability/create", availability("s2", "09:30", "10:30"));
  EXPECT_EQ(overlap.code, "check_failed");
  EXPECT_EQ(overlap.details["collidesWith"]["id"], "s1");
  EXPECT_TRUE(reduce("availability/create", availability("s2", "10:00", "11:00")).ok()) << "touching is no overlap";
  EXPECT_EQ(refusal_of("availability/update", {{"id", "s1"}, {"changes", {{"endTime", "08:00"}}}}).where, "endTime");
  EXPECT_TRUE(reduce("availability/update", {{"id", "s1"}, {"changes", {{"endTime", "11:00"}}}}).ok())
      << "a row never collides with itself";
}

TEST_F(ActionsTest, ASlicesOwnActionBecomesMutations) {
  Json standing = availability("s1", "09:00", "10:00");
  standing["version"] = 1;
  stand("availability", standing);
  const auto toggled = reduce("availability/toggle", {{"id", "s1"}});
  ASSERT_TRUE(toggled.ok()) << toggled.status.message;
  EXPECT_EQ(toggled.value.at(0).operation, Operation::update);
  EXPECT_EQ(toggled.value.at(0).payload, Json({{"isActive", false}}));
  EXPECT_FALSE(reduce("availability/toggle", {{"id", "zz"}}).ok());
  EXPECT_FALSE(reduce("availability/move", {{"id", "s1"}, {"endTime", "08:00"}}).ok()) << "checked like any other";
}

TEST_F(ActionsTest, AnAssignedChangeIsCheckedAsItWillStand) {
  stand("assigned", {{"id", "s1"}, {"version", 1}, {"text", "x"}});
  EXPECT_EQ(reduce("assigned/update", {{"id", "s1"}, {"changes", {{"text", nullptr}}}}).value.at(0).payload,
            Json({{"text", nullptr}}));
}

TEST_F(ActionsTest, AChangeThatIsTriedAgainIsANewOne) {
  const Mutation old{{"b", 7}, {1, 0, "b"}, "slots", "\"s1\"", Operation::remove, nullptr};
  const Mutation again = actions.again(old);
  EXPECT_EQ(again.name.text(), "a:1");
  EXPECT_EQ(again.stamp.client, "a");
  EXPECT_EQ(again.key, old.key);
}

TEST_F(ActionsTest, ACreateThatIsTriedAgainMakesARowOfItsOwn) {
  const Json row = {{"id", "temporary:1"}, {"text", "new"}};
  const Mutation create{{"b", 1}, {1, 0, "b"}, "made", "\"temporary:1\"", Operation::create, row};
  const Mutation change{{"b", 2}, {2, 0, "b"}, "made", "\"temporary:1\"", Operation::update, {{"x", 1}}};
  EXPECT_EQ(actions.again(create).key, create.key) << "what waits for this key can be tried again too";
  EXPECT_EQ(actions.again(create).payload, row);
  EXPECT_EQ(actions.again(change).key, change.key);
  session.find("made")->join_alias("\"temporary:1\"", "\"made-1\"");
  EXPECT_EQ(actions.again(change).key, "\"made-1\"");
  const Mutation more = actions.again(create);
  EXPECT_EQ(more.key.rfind("\"temporary:", 0), 0U);
  EXPECT_NE(more.key, create.key);
  EXPECT_EQ(more.payload, Json({{"id", key_json(more.key)}, {"text", "new"}}));
}

}  // namespace
}  // namespace tablattice
