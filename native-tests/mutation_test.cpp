#include "core/mutation.hpp"

#include <gtest/gtest.h>

namespace tablattice {
namespace {

TEST(MutationName, SurvivesItsText) {
  const MutationName name{"client-1", 42};
  EXPECT_EQ(name.text(), "client-1:42");
  EXPECT_EQ(MutationName::from_text(name.text()).value, name);
  EXPECT_EQ(MutationName::from_text("a:b:7").value, (MutationName{"a:b", 7}));
  EXPECT_EQ(MutationName::from_text("a:9007199254740991").value.n, 9007199254740991U);
}

TEST(MutationName, RefusesEveryOtherText) {
  for (const char* text : {"", "a", "a:", ":1", "a:0", "a:01", "a:-1", "a:1x", "a: 1", "a:9007199254740992",
                           "a:99999999999999999999999"}) {
    EXPECT_EQ(MutationName::from_text(text).status.code, "mutation_name_invalid") << text;
  }
}

TEST(Operation, HasTheWordsOfTheWire) {
  EXPECT_STREQ(operation_word(Operation::create), "create");
  EXPECT_STREQ(operation_word(Operation::update), "update");
  EXPECT_STREQ(operation_word(Operation::remove), "delete");
  EXPECT_EQ(operation_from_word("delete"), Operation::remove);
  EXPECT_EQ(operation_from_word("remove"), std::nullopt);
}

TEST(Mutation, IsFoldedInTheOrderOfStampClientAndNumber) {
  Mutation mutation{{"b", 2}, {5, 0, "b"}, "slots", "1", Operation::update, {}};
  Mutation other = mutation;
  EXPECT_FALSE(mutation.before(other));
  other.stamp = {6, 0, "a"};
  EXPECT_TRUE(mutation.before(other));
  other = mutation;
  other.name = {"c", 1};
  EXPECT_TRUE(mutation.before(other));
  other.name = {"b", 3};
  EXPECT_TRUE(mutation.before(other));
}

TEST(SettledNames, KeepsAWatermarkAndTheSparseRest) {
  SettledNames settled;
  settled.add({"a", 3});
  settled.add({"a", 1});
  EXPECT_EQ(dump_json(settled.to_json()), R"({"a":{"and":[3],"to":1}})");
  EXPECT_TRUE(settled.contains({"a", 1}));
  EXPECT_FALSE(settled.contains({"a", 2}));
  EXPECT_TRUE(settled.contains({"a", 3}));
  EXPECT_FALSE(settled.contains({"b", 1}));
  settled.add({"a", 2});
  settled.add({"a", 2});
  EXPECT_EQ(dump_json(settled.to_json()), R"({"a":{"and":[],"to":3}})");
}

TEST(SettledNames, JoinsToTheUnionInAnyOrder) {
  SettledNames left;
  for (const std::uint64_t n : {1, 2, 3, 7}) left.add({"a", n});
  SettledNames right;
  for (const std::uint64_t n : {1, 4, 6, 9}) right.add({"a", n});
  right.add({"b", 2});
  SettledNames one = left;
  one.join(right);
  one.join(right);
  SettledNames other = right;
  other.join(left);
  EXPECT_EQ(one.to_json(), other.to_json());
  EXPECT_EQ(dump_json(one.to_json()), R"({"a":{"and":[6,7,9],"to":4},"b":{"and":[2],"to":0}})");
  EXPECT_EQ(one.clients().size(), 2U);
}

TEST(SettledNames, SurvivesTheWire) {
  SettledNames settled;
  for (const std::uint64_t n : {1, 2, 5}) settled.add({"a", n});
  const auto read = SettledNames::from_json(settled.to_json());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value.to_json(), settled.to_json());
  // A sender that did not move its watermark says the same.
  const auto loose = SettledNames::from_json(parse_json(R"({"a":{"to":1,"and":[2,1,5]}})").value);
  EXPECT_EQ(loose.value.to_json(), settled.to_json());
}

TEST(SettledNames, RefusesEveryOtherShape) {
  for (const char* text : {"null", "[]", R"({"a":1})", R"({"a":{"to":1}})", R"({"a":{"to":-1,"and":[]}})",
                           R"({"a":{"to":1,"and":{}}})", R"({"a":{"to":1,"and":["2"]}})", R"({"":{"to":1,"and":[]}})",
                           R"({"a":{"to":1,"and":[],"more":1}})", R"({"a":{"to":9007199254740992,"and":[]}})"}) {
    EXPECT_EQ(SettledNames::from_json(parse_json(text).value).status.code, "settled_invalid") << text;
  }
}

TEST(SettledNames, ForgetsAClient) {
  SettledNames settled;
  settled.add({"a", 1});
  settled.forget("a");
  EXPECT_FALSE(settled.contains({"a", 1}));
  EXPECT_TRUE(settled.clients().empty());
}

}  // namespace
}  // namespace tablattice
