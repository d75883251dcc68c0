#include "core/body.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tablattice {
namespace {

const std::string html = "<!doctype html><title>Sign in</title>";

TEST(ListBody, IsAnArrayOrAnObjectWithRows) {
  const Result<ListBody> bare = read_list_body(R"([{"id":1},{"id":2}])");
  ASSERT_TRUE(bare.ok());
  EXPECT_EQ(bare.value.rows.size(), 2U);
  EXPECT_TRUE(bare.value.revision.is_null() && bare.value.next.is_null());
  const Result<ListBody> whole = read_list_body(R"({"revision":7,"rows":[{"id":1}],"next":"p2"})");
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole.value.revision, 7);
  EXPECT_EQ(whole.value.next, "p2");
  EXPECT_EQ(read_list_body(R"({"cursor":"c","rows":[]})").value.revision, "c");
}

TEST(ListBody, AnythingElseIsUnexpected) {
  EXPECT_EQ(read_list_body(html).status.code, "body_unexpected");
  EXPECT_EQ(read_list_body("").status.code, "json_invalid");
  EXPECT_EQ(read_list_body(R"([{"id":1},)").status.code, "json_invalid");
  for (const char* text : {"7", "null", "\"rows\""}) EXPECT_EQ(read_list_body(text).status.code, "body_unexpected");
  const Status no_rows = read_list_body(R"({"items":[]})").status;
  EXPECT_EQ(no_rows.code, "body_unexpected");
  EXPECT_EQ(no_rows.where, "body/rows");
  EXPECT_EQ(read_list_body(R"({"rows":{}})").status.where, "body/rows");
}

TEST(ChangesBody, HoldsCursorRowsTombstonesAndNames) {
  const Result<ChangesBody> changes = read_changes_body(
      R"({"cursor":9,"rows":[{"id":1}],"tombstones":[{"id":"x","version":8},{"slot":5,"id":6}],"mutations":["a:1",7]})",
      "slot");
  ASSERT_TRUE(changes.ok()) << changes.status.message;
  EXPECT_EQ(changes.value.cursor, 9);
  EXPECT_EQ(changes.value.rows.size(), 1U);
  ASSERT_EQ(changes.value.tombstones.size(), 2U);
  EXPECT_EQ(changes.value.tombstones[0].key, "\"x\"") << "the reference API's word where there is no key field";
  EXPECT_EQ(changes.value.tombstones[0].version, 8);
  EXPECT_EQ(changes.value.tombstones[1].key, "5");
  EXPECT_TRUE(changes.value.tombstones[1].version.is_null());
  EXPECT_EQ(changes.value.mutations, std::vector<std::string>{"a:1"});
}

TEST(ChangesBody, AnythingElseIsUnexpectedWithItsPlace) {
  EXPECT_EQ(read_changes_body(html, "id").status.code, "body_unexpected");
  const auto where = [](const char* text) { return read_changes_body(text, "id").status.where; };
  EXPECT_EQ(where("[]"), "body");
  EXPECT_EQ(where(R"({"cursor":1})"), "body/rows");
  EXPECT_EQ(where(R"({"rows":[]})"), "body/cursor");
  EXPECT_EQ(where(R"({"rows":[],"cursor":{}})"), "body/cursor");
  EXPECT_EQ(where(R"({"rows":[],"cursor":1,"tombstones":{}})"), "body/tombstones");
  EXPECT_EQ(where(R"({"rows":[],"cursor":1,"tombstones":[7]})"), "body/tombstones/0");
  EXPECT_EQ(where(R"({"rows":[],"cursor":1,"tombstones":[{"id":1},{}]})"), "body/tombstones/1");
}

TEST(RowBody, IsAnObjectOrNothing) {
  EXPECT_EQ(read_row_body(R"({"id":1})", false).value, Json({{"id", 1}}));
  EXPECT_TRUE(read_row_body("", false).value.is_null());
  EXPECT_TRUE(read_row_body("null", false).value.is_null());
  EXPECT_EQ(read_row_body(html, false).status.code, "body_unexpected");
  for (const char* text : {"[]", "7", "\"ok\"", "true"}) {
    EXPECT_EQ(read_row_body(text, false).status.code, "body_unexpected") << text;
  }
}

TEST(RowBody, OnlyAMappedOneIsUnwrapped) {
  const char* wrapped = R"({"row":{"id":1}})";
  EXPECT_EQ(read_row_body(wrapped, true).value, Json({{"id", 1}}));
  EXPECT_EQ(read_row_body(wrapped, false).value, Json({{"row", {{"id", 1}}}}));
  EXPECT_EQ(read_row_body(R"({"id":1})", true).value, Json({{"id", 1}}));
}

TEST(ProblemBody, KeepsTheRefusalsMembers) {
  const Status status =
      read_problem_body(422, R"({"title":"Bad","detail":"Too late.","field":"endTime","collidesWith":{"id":1}})");
  EXPECT_EQ(status.code, "rejected");
  EXPECT_EQ(status.message, "Too late.");
  EXPECT_EQ(status.where, "endTime");
  EXPECT_EQ(status.details["status"], 422);
  EXPECT_EQ(status.details["collidesWith"]["id"], 1);
  EXPECT_EQ(read_problem_body(400, R"({"title":"Bad"})").message, "Bad");
}

TEST(ProblemBody, IsMadeUpWhereTheApiSaysNothing) {
  for (const std::string& text : {std::string(), html, std::string("[]"), std::string("{\"a\":")}) {
    const Status status = read_problem_body(400, text);
    EXPECT_EQ(status.code, "rejected");
    EXPECT_NE(status.message.find("400"), std::string::npos);
    EXPECT_EQ(status.details, Json({{"status", 400}}));
  }
}

}  // namespace
}  // namespace tablattice
