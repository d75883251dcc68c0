#include "availability/checks.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/version.hpp"

namespace tablattice {

namespace {

Status refuse(const char* field, std::string message) {
  return problem("check_failed", std::move(message), field, json_object("field", field));
}

const Json& field_of(const Json& row, const char* field) {
  static const Json missing;
  const auto found = row.is_object() ? row.find(field) : row.end();
  return found == row.end() ? missing : *found;
}

const std::string& text_of(const Json& row, const char* field) { return text_member(row, field); }

std::size_t length_in_code_points(const std::string& text) {
  const auto begins_code_point = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

// The value of a run of decimal digits; nothing where there is anything else in it.
std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  return year && month && day && days_from_civil(*year, *month, *day);
}

bool is_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return false;
  const auto hour = digits(text.substr(0, 2));
  const auto minute = digits(text.substr(3, 2));
  return hour && minute && *hour < 24 && *minute < 60;
}

Status check_text(const Json& row, const char* field, std::size_t length_max) {
  const Json& value = field_of(row, field);
  if (value.is_null()) return {};
  if (!value.is_string()) return refuse(field, "This must be text.");
  if (length_in_code_points(value.text()) <= length_max) return {};
  return refuse(field, "This is too long: at most " + std::to_string(length_max) + " characters.");
}

Status check_therapist(const Json& row) {
  const Json& value = field_of(row, "therapistId");
  const bool blank = value.is_string() && value.text().empty();
  if (value.is_null() || blank) return refuse("therapistId", "A slot needs a therapist.");
  return check_text(row, "therapistId", name_length_max);
}

Status check_date(const Json& row) {
  if (field_of(row, "date").is_null()) return refuse("date", "A slot needs a date.");
  if (is_date(text_of(row, "date"))) return {};
  return refuse("date", "This is not a date: write an existing day as YYYY-MM-DD.");
}

Status check_time(const Json& row, const char* field) {
  if (field_of(row, field).is_null()) return refuse(field, "A slot needs a start and an end.");
  if (is_time(text_of(row, field))) return {};
  return refuse(field, "This is not a time: write HH:MM, from 00:00 to 23:59.");
}

Status check_active(const Json& row) {
  const Json& value = field_of(row, "isActive");
  return value.is_null() || value.is_boolean() ? Status() : refuse("isActive", "This must be true or false.");
}

// Times of the one form HH:MM compare as text.
Status check_order(const Json& row) {
  if (text_of(row, "startTime") < text_of(row, "endTime")) return {};
  return refuse("endTime", "A slot ends after it starts, on the same day.");
}

bool same_field(const Json& left, const Json& right, const char* field) {
  return field_of(left, field) == field_of(right, field);
}

// Whether `other`, of the same therapist and date, stands in the way of `row`, whose times are good.
bool collides(const Json& row, const Json& other) {
  if (!is_active(other)) return false;
  const bool itself = !field_of(row, "id").is_null() && same_field(row, other, "id");
  const std::string start = text_of(other, "startTime");
  const std::string end = text_of(other, "endTime");
  if (itself || !is_time(start) || !is_time(end)) return false;
  return text_of(row, "startTime") < end && start < text_of(row, "endTime");
}

std::tuple<std::string, std::string> place_of(const Json& row) {
  return {text_of(row, "startTime"), dump_json(field_of(row, "id"))};
}

// Of several collisions the earliest is told, so that the answer does not depend on the order in which rows are kept.
Json first_collision(const CheckInput& input) {
  Json first;
  input.each_other_with(collision_fields(), [&](const Json& other) {
    if (!collides(input.row, other)) return;
    if (first.is_null() || place_of(other) < place_of(first)) first = other;
  });
  return first;
}

Status check_overlap(const CheckInput& input) {
  if (!is_active(input.row)) return {};
  const Json other = first_collision(input);
  if (other.is_null()) return {};
  Status status =
      refuse("startTime", "This overlaps the slot from " + text_of(other, "startTime") + " to " +
                              text_of(other, "endTime") + " of the same therapist on " + text_of(other, "date") + ".");
  Json& collision = status.details["collidesWith"];
  for (const char* field : {"id", "date", "startTime", "endTime"}) collision[field] = field_of(other, field);
  return status;
}

using FieldCheck = Status (*)(const Json& row);

constexpr std::pair<const char*, FieldCheck> schedule_checks[] = {
    {"therapistId", check_therapist},
    {"date", check_date},
    {"startTime", [](const Json& row) { return check_time(row, "startTime"); }},
    {"endTime", [](const Json& row) { return check_time(row, "endTime"); }},
};

constexpr std::pair<const char*, FieldCheck> other_checks[] = {
    {"therapistName", [](const Json& row) { return check_text(row, "therapistName", name_length_max); }},
    {"isActive", check_active},
    {"notes", [](const Json& row) { return check_text(row, "notes", notes_length_max); }},
};

bool touches(const CheckInput& input, const char* field) {
  return input.operation == Operation::create || !same_field(input.before, input.row, field);
}

bool touches_schedule(const CheckInput& input) {
  if (is_active(input.row) && !is_active(input.before)) return true;
  return std::any_of(std::begin(schedule_checks), std::end(schedule_checks),
                     [&input](const auto& check) { return touches(input, check.first); });
}

Status check_other_fields(const CheckInput& input) {
  for (const auto& [field, check] : other_checks) {
    if (!touches(input, field)) continue;
    if (Status status = check(input.row); !status.ok()) return status;
  }
  return {};
}

Status check_schedule(const CheckInput& input) {
  if (!touches_schedule(input)) return {};
  for (const auto& [field, check] : schedule_checks) {
    if (Status status = check(input.row); !status.ok()) return status;
  }
  return check_order(input.row);
}

}  // namespace

const std::vector<std::string>& collision_fields() {
  static const std::vector<std::string> fields = {"therapistId", "date"};
  return fields;
}

bool is_active(const Json& row) { return field_of(row, "isActive") != false; }

// The overlap comes last: it alone looks at other rows.
Status check_availability(const CheckInput& input) {
  if (input.operation == Operation::remove) return {};
  if (Status status = check_schedule(input); !status.ok()) return status;
  if (Status status = check_other_fields(input); !status.ok()) return status;
  return touches_schedule(input) ? check_overlap(input) : Status();
}

}  // namespace tablattice
