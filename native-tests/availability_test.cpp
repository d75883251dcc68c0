#include "availability/availability.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "availability/checks.hpp"
#include "core/slice.hpp"

namespace tablattice {
namespace {

Json slot(const Json& changes = Json::object()) {
  Json row = {{"therapistId", "th-7"},
              {"date", "2026-12-01"},
              {"startTime", "09:00"},
              {"endTime", "10:00"},
              {"isActive", true}};
  merge_patch(row, changes);
  return row;
}

Json slot_from(const std::string& start, const std::string& end, const Json& changes = Json::object()) {
  Json row = slot({{"id", "other"}, {"startTime", start}, {"endTime", end}});
  merge_patch(row, changes);
  return row;
}

Json check(const Json& input) {
  register_availability();
  return check_rules("availability", input);
}

Json create(const Json& row, const Json& others = Json::array()) {
  return check({{"op", "create"}, {"row", row}, {"others", others}});
}

Json update(const Json& row, const Json& changes, const Json& others = Json::array()) {
  return check({{"op", "update"}, {"row", row}, {"changes", changes}, {"others", others}});
}

void expect_refused(const Json& problem, const std::string& field) {
  ASSERT_TRUE(problem.is_object()) << field;
  EXPECT_EQ(problem["code"], "check_failed");
  EXPECT_EQ(problem["where"], field);
  EXPECT_EQ(problem["details"]["field"], field);
  EXPECT_FALSE(problem["message"].get<std::string>().empty());
}

TEST(Availability, IsRegisteredOnceAndDeclaresItsFields) {
  register_availability();
  register_availability();
  const Slice* slice = find_slice("availability");
  ASSERT_NE(slice, nullptr) << slice_problem("availability").message;
  EXPECT_EQ(slice->fields.size(), 10U);
  EXPECT_EQ(slice->actions.size(), 2U);
}

TEST(Availability, AGoodSlotPasses) {
  EXPECT_TRUE(create(slot()).is_null());
  EXPECT_TRUE(create(slot({{"id", "a"}, {"therapistName", "Ada"}, {"notes", "Room 2"}, {"colour", "red"}})).is_null());
  EXPECT_TRUE(create(slot_from("00:00", "23:59")).is_null());
  Json bare = slot();
  bare.erase("isActive");
  EXPECT_TRUE(create(bare).is_null());
  bare["notes"] = nullptr;
  bare["therapistName"] = nullptr;
  bare["isActive"] = nullptr;
  EXPECT_TRUE(create(bare).is_null());
}

TEST(Availability, RequiredFields) {
  for (const char* field : {"therapistId", "date", "startTime", "endTime"}) {
    expect_refused(create(slot({{field, nullptr}})), field);
    Json with_null = slot();
    with_null[field] = nullptr;
    expect_refused(create(with_null), field);
    expect_refused(create(slot({{field, ""}})), field);
    expect_refused(create(slot({{field, 7}})), field);
    expect_refused(create(slot({{field, Json::array()}})), field);
  }
}

TEST(Availability, TypesOfTheOtherFields) {
  expect_refused(create(slot({{"therapistName", 1}})), "therapistName");
  expect_refused(create(slot({{"notes", true}})), "notes");
  expect_refused(create(slot({{"isActive", "yes"}})), "isActive");
  expect_refused(create(slot({{"isActive", 1}})), "isActive");
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (; times > 0; --times) result += text;
  return result;
}

TEST(Availability, TextsAreBoundedInCodePoints) {
  EXPECT_TRUE(create(slot({{"notes", repeated("é", notes_length_max)}})).is_null());
  EXPECT_TRUE(create(slot({{"notes", repeated("\xF0\x9F\x98\x80", notes_length_max)}})).is_null());
  expect_refused(create(slot({{"notes", repeated("é", notes_length_max + 1)}})), "notes");
  EXPECT_TRUE(create(slot({{"therapistName", repeated("a", name_length_max)}})).is_null());
  expect_refused(create(slot({{"therapistName", repeated("a", name_length_max + 1)}})), "therapistName");
  EXPECT_TRUE(create(slot({{"therapistId", repeated("a", name_length_max)}})).is_null());
  expect_refused(create(slot({{"therapistId", repeated("a", name_length_max + 1)}})), "therapistId");
}

TEST(Availability, DatesExist) {
  for (const char* date : {"2026-12-31", "2024-02-29", "2000-02-29", "2026-04-30", "0001-01-01", "9999-12-31"}) {
    EXPECT_TRUE(create(slot({{"date", date}})).is_null()) << date;
  }
  for (const char* date : {"2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00",
                           "2026-01-32", "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01T00:00", " 2026-01-01",
                           "2026-01-0x", "+026-01-01", "2026-01-01 ", "morgen"}) {
    expect_refused(create(slot({{"date", date}})), "date");
  }
}

TEST(Availability, TimesExist) {
  for (const char* time :
       {"24:00", "25:00", "12:60", "9:00", "09:0", "09:00:00", "0900", "09.00", "-1:00", "ab:cd", " 9:00"}) {
    expect_refused(create(slot({{"startTime", time}})), "startTime");
    expect_refused(create(slot({{"endTime", time}})), "endTime");
  }
}

TEST(Availability, EndsAfterItStarts) {
  expect_refused(create(slot_from("09:00", "09:00")), "endTime");
  expect_refused(create(slot_from("10:00", "09:59")), "endTime");
  EXPECT_TRUE(create(slot_from("09:59", "10:00")).is_null());
}

TEST(Availability, OverlapsNoOtherSlot) {
  for (const auto& [start, end] : std::vector<std::pair<std::string, std::string>>{
           {"08:00", "09:01"}, {"09:59", "11:00"}, {"09:00", "10:00"}, {"09:15", "09:45"}, {"08:00", "11:00"}}) {
    const Json problem = create(slot(), Json::array({slot_from(start, end)}));
    expect_refused(problem, "startTime");
    EXPECT_EQ(problem["details"]["collidesWith"],
              (Json{{"id", "other"}, {"date", "2026-12-01"}, {"startTime", start}, {"endTime", end}}));
    EXPECT_NE(problem["message"].get<std::string>().find(start + " to " + end), std::string::npos);
  }
}

TEST(Availability, WhatDoesNotOverlap) {
  const Json others = Json::array({
      slot_from("08:00", "09:00"),  // touches
      slot_from("10:00", "11:00"), slot_from("09:00", "10:00", {{"date", "2026-12-02"}}),
      slot_from("09:00", "10:00", {{"therapistId", "th-8"}}), slot_from("09:00", "10:00", {{"isActive", false}}),
      slot_from("nine", "10:00"),  // another program's rubbish is nobody's fault here
  });
  EXPECT_TRUE(create(slot(), others).is_null());
  EXPECT_TRUE(create(slot({{"isActive", false}}), Json::array({slot_from("09:00", "10:00")})).is_null());
}

TEST(Availability, MissingIsActiveCountsAsActive) {
  const Json other = slot_from("09:00", "10:00", {{"isActive", nullptr}});
  ASSERT_FALSE(other.contains("isActive"));
  expect_refused(create(slot(), Json::array({other})), "startTime");
  expect_refused(create(slot({{"isActive", nullptr}}), Json::array({other})), "startTime");
}

TEST(Availability, ARowNeverCollidesWithItself) {
  const Json row = slot({{"id", "a"}});
  EXPECT_TRUE(update(row, {{"endTime", "10:30"}}, Json::array({row})).is_null());
  EXPECT_TRUE(update(slot({{"id", 5}}), {{"endTime", "10:30"}}, Json::array({slot({{"id", 5}})})).is_null());
  expect_refused(update(slot({{"id", 5}}), {{"endTime", "10:30"}}, Json::array({slot({{"id", "5"}})})), "startTime");
  Json nameless = slot_from("09:00", "10:00");
  nameless.erase("id");
  expect_refused(create(slot(), Json::array({nameless})), "startTime");
}

TEST(Availability, OfSeveralCollisionsTheEarliestIsTold) {
  Json others = Json::array({slot_from("09:45", "11:00", {{"id", "c"}}), slot_from("09:15", "09:30", {{"id", "b"}}),
                             slot_from("09:15", "09:40", {{"id", "a"}})});
  for (int order = 0; order < 3; ++order) {
    EXPECT_EQ(create(slot(), others)["details"]["collidesWith"]["id"], "a");
    others.push_back(others[0]);
    others.elements().erase(others.elements().begin());
  }
}

TEST(Availability, AnUpdateIsJudgedByWhatItChanges) {
  const Json others = Json::array({slot_from("09:30", "10:30")});
  const Json overlapping = slot({{"id", "a"}});
  EXPECT_TRUE(update(overlapping, {{"notes", "n"}}, others).is_null());
  EXPECT_TRUE(update(overlapping, {{"isActive", false}}, others).is_null());
  EXPECT_TRUE(update(overlapping, {{"startTime", "09:00"}, {"therapistName", "Ada"}}, others).is_null());
  expect_refused(update(overlapping, {{"startTime", "09:10"}}, others), "startTime");
  EXPECT_TRUE(update(overlapping, {{"endTime", "09:30"}}, others).is_null());
  const Json inactive = slot({{"id", "a"}, {"isActive", false}});
  EXPECT_TRUE(update(inactive, {{"startTime", "09:10"}}, others).is_null());
  expect_refused(update(inactive, {{"isActive", true}}, others), "startTime");
  expect_refused(update(inactive, {{"isActive", nullptr}}, others), "startTime");
  expect_refused(update(inactive, {{"isActive", "no"}}), "isActive");
}

TEST(Availability, ARowThatIsWrongAlreadyCanBePutRight) {
  const Json wrong = slot({{"id", "a"}, {"date", "2026-02-30"}, {"notes", 5}});
  EXPECT_TRUE(update(wrong, {{"therapistName", "Ada"}}).is_null());
  EXPECT_TRUE(update(wrong, {{"isActive", false}}).is_null());
  EXPECT_TRUE(update(wrong, {{"date", "2026-02-28"}}).is_null());
  EXPECT_TRUE(update(wrong, {{"notes", "n"}}).is_null());
  expect_refused(update(wrong, {{"notes", 6}}), "notes");
  expect_refused(update(wrong, {{"startTime", "09:10"}}), "date");
  expect_refused(update(slot(), {{"endTime", nullptr}}), "endTime");
  expect_refused(update(slot(), {{"endTime", "08:00"}}), "endTime");
}

TEST(Availability, ADeleteIsAlwaysGood) {
  EXPECT_TRUE(check({{"op", "delete"}, {"row", slot({{"date", "rubbish"}})}}).is_null());
}

Result<std::vector<SliceWrite>> act(const std::string& action, const Json& payload, const Json& row) {
  register_availability();
  return find_slice("availability")->actions.at(action)(payload, row);
}

TEST(Availability, ToggleFlipsIsActive) {
  Result<std::vector<SliceWrite>> writes = act("toggle", {{"id", 7}}, slot());
  ASSERT_TRUE(writes.ok());
  ASSERT_EQ(writes.value.size(), 1U);
  EXPECT_EQ(writes.value[0].operation, Operation::update);
  EXPECT_EQ(writes.value[0].key, Json(7));
  EXPECT_EQ(writes.value[0].payload, (Json{{"isActive", false}}));
  EXPECT_EQ(act("toggle", {{"id", 7}}, slot({{"isActive", false}})).value[0].payload, (Json{{"isActive", true}}));
  EXPECT_EQ(act("toggle", {{"id", 7}}, slot({{"isActive", nullptr}})).value[0].payload, (Json{{"isActive", false}}));
}

TEST(Availability, MoveChangesDateAndTimes) {
  const Result<std::vector<SliceWrite>> writes =
      act("move", {{"id", "a"}, {"date", "2026-12-02"}, {"endTime", "11:00"}}, slot());
  ASSERT_TRUE(writes.ok());
  ASSERT_EQ(writes.value.size(), 1U);
  EXPECT_EQ(writes.value[0].operation, Operation::update);
  EXPECT_EQ(writes.value[0].key, Json("a"));
  EXPECT_EQ(writes.value[0].payload, (Json{{"date", "2026-12-02"}, {"endTime", "11:00"}}));
}

TEST(Availability, ActionsRefuseWhatIsMalformed) {
  const auto expect = [](const Result<std::vector<SliceWrite>>& writes, const std::string& code,
                         const std::string& where) {
    EXPECT_EQ(writes.status.code, code);
    EXPECT_EQ(writes.status.where, where);
  };
  expect(act("toggle", Json::object(), slot()), "action_invalid", "action/payload/id");
  expect(act("toggle", 7, slot()), "action_invalid", "action/payload/id");
  expect(act("toggle", {{"id", 7}, {"on", true}}, slot()), "action_invalid", "action/payload/on");
  expect(act("toggle", {{"id", 7}}, nullptr), "row_not_found", "action/payload/id");
  expect(act("move", {{"id", 7}}, slot()), "action_invalid", "action/payload");
  expect(act("move", {{"id", 7}, {"notes", "n"}}, slot()), "action_invalid", "action/payload/notes");
  expect(act("move", {{"id", 7}, {"date", "2026-12-02"}}, nullptr), "row_not_found", "action/payload/id");
}

}  // namespace
}  // namespace tablattice
