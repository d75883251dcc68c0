#include <gtest/gtest.h>

#include "core/collection.hpp"

namespace tablattice {
namespace {

Result<CollectionOptions> read(const char* text) { return read_collection_options("slots", parse_json(text).value); }

TEST(CollectionOptions, HaveDefaults) {
  const auto options = read("{}");
  ASSERT_TRUE(options.ok()) << options.status.message;
  EXPECT_EQ(options.value.name, "slots");
  EXPECT_EQ(options.value.key_field, "id");
  EXPECT_EQ(options.value.version_field, "version");
  EXPECT_EQ(options.value.rung, Rung::versioned);
  EXPECT_FALSE(options.value.rung_told);
  EXPECT_EQ(options.value.ids, Ids::client);
  EXPECT_FALSE(options.value.assign);
  EXPECT_EQ(options.value.conflict, Conflict::merge);
  EXPECT_EQ(options.value.order, RequestOrder::row);
  EXPECT_FALSE(options.value.if_match);
  EXPECT_FALSE(options.value.idempotency_keys);
  EXPECT_EQ(options.value.slice, "");
  EXPECT_FALSE(options.value.persist);
}

TEST(CollectionOptions, TakeEveryMember) {
  const auto options = read(R"({"key":"uuid","version":"rev","feed":true,"rung":"versioned","ids":"server",
      "patch":"assign","conflict":"reject","order":"all","ifMatch":true,"idempotencyKeys":false,"slice":"availability",
      "persist":true})");
  ASSERT_TRUE(options.ok()) << options.status.message << options.status.where;
  EXPECT_EQ(options.value.key_field, "uuid");
  EXPECT_EQ(options.value.version_field, "rev");
  EXPECT_EQ(options.value.rung, Rung::versioned);
  EXPECT_TRUE(options.value.rung_told);
  EXPECT_EQ(options.value.ids, Ids::server);
  EXPECT_TRUE(options.value.assign);
  EXPECT_EQ(options.value.conflict, Conflict::reject);
  EXPECT_EQ(options.value.order, RequestOrder::all);
  EXPECT_TRUE(options.value.if_match);
  EXPECT_FALSE(options.value.idempotency_keys);
  EXPECT_EQ(options.value.slice, "availability");
  EXPECT_TRUE(options.value.persist);
}

TEST(CollectionOptions, FindTheRung) {
  EXPECT_EQ(read(R"({"version":null})").value.rung, Rung::plain);
  EXPECT_EQ(read(R"({"rung":"plain"})").value.rung, Rung::plain);
  EXPECT_EQ(read(R"({"feed":true})").value.rung, Rung::feed);
  EXPECT_TRUE(read(R"({"feed":true})").value.idempotency_keys);
  EXPECT_STREQ(rung_word(Rung::feed), "feed");
  EXPECT_STREQ(rung_word(Rung::versioned), "versioned");
  EXPECT_STREQ(rung_word(Rung::plain), "plain");
}

TEST(CollectionOptions, RefuseWhatIsWrongByName) {
  const std::pair<const char*, const char*> cases[] = {
      {R"([])", "collections/slots"},
      {R"({"keys":"id"})", "collections/slots/keys"},
      {R"({"key":7})", "collections/slots/key"},
      {R"({"key":""})", "collections/slots/key"},
      {R"({"key":"$id"})", "collections/slots/key"},
      {R"({"version":7})", "collections/slots/version"},
      {R"({"version":"id"})", "collections/slots/version"},
      {R"({"feed":"yes"})", "collections/slots/feed"},
      {R"({"feed":true,"version":null})", "collections/slots/feed"},
      {R"({"rung":"best"})", "collections/slots/rung"},
      {R"({"rung":"feed"})", "collections/slots/rung"},
      {R"({"rung":"versioned","version":null})", "collections/slots/rung"},
      {R"({"ids":"both"})", "collections/slots/ids"},
      {R"({"patch":1})", "collections/slots/patch"},
      {R"({"conflict":"ignore"})", "collections/slots/conflict"},
      {R"({"order":"none"})", "collections/slots/order"},
      {R"({"ifMatch":1})", "collections/slots/ifMatch"},
      {R"({"idempotencyKeys":null})", "collections/slots/idempotencyKeys"},
      {R"({"slice":""})", "collections/slots/slice"},
  };
  for (const auto& [text, place] : cases) {
    const auto options = read(text);
    EXPECT_EQ(options.status.code, "config_invalid") << text;
    EXPECT_EQ(options.status.where, place) << text;
  }
}

TEST(CollectionOptions, NameTheWordsThatAreKnown) {
  EXPECT_EQ(read(R"({"ids":"both"})").status.message, "This must be one of 'client', 'server'.");
}

}  // namespace
}  // namespace tablattice
