// JSON as the engine reads it: strictly, with named bounds, and never by throwing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/json_value.hpp"

namespace tablattice {

struct Status;
template <typename T>
struct Result;

// Nesting deeper than this is refused ("json_too_deep"); it bounds every recursion over a Json.
inline constexpr std::size_t json_depth_max = 64;

// The greatest integer that JavaScript reads exactly: 2^53 - 1.
inline constexpr std::int64_t safe_integer_max = 9007199254740991;

// Parses one JSON text. Refuses, naming the byte offset where it can: malformed or truncated text and bad UTF-8
// ("json_invalid"), an object that names a member twice ("json_duplicate_key"), nesting beyond json_depth_max
// ("json_too_deep"). `where` is put in front of the place.
Result<Json> parse_json(std::string_view text, std::string_view where = {});

// The compact text of a value. Members that begin with `$` at the top level are the caller's to remove.
std::string dump_json(const Json& value);

// RFC 7396: `patch` merged into `target`; null removes a member.
void merge_patch(Json& target, const Json& patch);

// Object.assign: the members of `changes` replace those of `target`; null sets null.
void assign_members(Json& target, const Json& changes);

// The member `name` where it is a string; nothing otherwise.
std::optional<std::string> string_member(const Json& object, const char* name);

// The same without a copy, '' where there is no such text. Good as long as the object's member is.
const std::string& text_member(const Json& object, const char* name);

// A whole number of 0 or more, up to `limit`; nothing for all else. Json made in C++ may hold such a number as a signed one.
std::optional<std::uint64_t> whole_number(const Json& value, std::uint64_t limit);

// Removes the members whose names begin with `$`: they are the engine's own and are never sent or stored.
void drop_engine_members(Json& object);

// The canonical text of a row's key: its JSON text (`"abc"` or `17`), so keys compare by type and text. Refuses
// anything but strings and numbers, empty strings, and integers beyond 2^53 ("key_invalid").
Result<std::string> key_text(const Json& key, std::string_view where);

// The key that a canonical key text stands for.
inline Json key_json(const std::string& key) { return Json::parse(key); }

}  // namespace tablattice
