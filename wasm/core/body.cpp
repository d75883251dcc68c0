#include "core/body.hpp"

#include <utility>

namespace tablattice {
namespace {

Status unexpected(const std::string& message, const std::string& where) {
  return problem("body_unexpected", message, where);
}

// The text as JSON; what is not JSON at all (an HTML page) is called by its beginning.
Result<Json> read_body(std::string_view text) {
  Result<Json> json = parse_json(text, "body");
  if (json.ok() || text.empty() || text.front() == '{' || text.front() == '[') return json;
  return unexpected("The API answered with something other than JSON; is this a login or error page?", "body");
}

Json take(Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? Json() : std::move(*found);
}

// Why the rows of a body cannot be told.
Status no_rows(BodyScanner& scanned, std::string_view text, const char* expected) {
  if (scanned.good() && scanned.members().is_object())
    return unexpected("The API's answer has no array `rows`.", "body/rows");
  const Result<Json> json = scanned.good() ? Json() : read_body(text);
  return json.ok() ? unexpected(expected, "body") : json.status;
}

Result<Tombstone> read_tombstone(const Json& item, const std::string& key_field, const std::string& where) {
  if (!item.is_object()) return unexpected("A tombstone must be an object with the row's key.", where);
  Result<std::string> text = key_text(item.contains(key_field) ? item[key_field] : item["id"], where);
  if (!text.ok()) return text.status;
  return Tombstone{std::move(text.value), item["version"]};
}

}  // namespace

Result<ListBody> read_list_body(std::string_view text) {
  BodyScanner scanner(text);
  scanner.advance(text.size());
  return list_body(scanner, text);
}

Result<ListBody> list_body(BodyScanner& scanned, std::string_view text) {
  if (!scanned.good() || !scanned.has_rows())
    return no_rows(scanned, text, "A list must be an array of rows, or an object with `rows`.");
  ListBody body;
  body.rows = std::move(scanned.rows());
  Json& members = scanned.members();
  body.revision = take(members, "revision");
  if (body.revision.is_null()) body.revision = take(members, "cursor");
  body.next = take(members, "next");
  return body;
}

Result<ChangesBody> read_changes_body(std::string_view text, const std::string& key_field) {
  BodyScanner scanner(text);
  scanner.advance(text.size());
  Json& members = scanner.members();
  if (!scanner.good() || !members.is_object() || !scanner.has_rows())
    return no_rows(scanner, text, "Changes must be an object with `cursor` and `rows`.");
  ChangesBody body;
  body.rows = std::move(scanner.rows());
  body.cursor = take(members, "cursor");
  if (!body.cursor.is_string() && !body.cursor.is_number())
    return unexpected("Changes must hold a `cursor`.", "body/cursor");
  const Json tombstones = take(members, "tombstones");
  if (!tombstones.is_null() && !tombstones.is_array())
    return unexpected("`tombstones` must be an array.", "body/tombstones");
  for (const Json& item : tombstones) {
    Result<Tombstone> tombstone =
        read_tombstone(item, key_field, "body/tombstones/" + std::to_string(body.tombstones.size()));
    if (!tombstone.ok()) return tombstone.status;
    body.tombstones.push_back(std::move(tombstone.value));
  }
  for (const Json& name : take(members, "mutations")) {
    if (name.is_string()) body.mutations.push_back(name.get<std::string>());
  }
  return body;
}

Result<Json> read_row_body(std::string_view text, bool mapped) {
  if (text.empty()) return Json();
  Result<Json> json = read_body(text);
  if (!json.ok()) return json.status;
  if (mapped && json.value.is_object() && json.value.contains("row")) return take(json.value, "row");
  if (!json.value.is_object() && !json.value.is_null())
    return unexpected("The API answered with something other than a row.", "body");
  return json;
}

Status read_problem_body(int status, std::string_view text) {
  Result<Json> json = parse_json(text, "body");
  Json details = json.ok() && json.value.is_object() ? std::move(json.value) : Json::object();
  details["status"] = status;
  std::string message = "The API refused the change with status " + std::to_string(status) + ".";
  for (const char* name : {"title", "detail"}) {
    if (auto part = string_member(details, name)) message = *part;
  }
  std::string where = string_member(details, "field").value_or(std::string());
  return problem("rejected", std::move(message), std::move(where), std::move(details));
}

}  // namespace tablattice
