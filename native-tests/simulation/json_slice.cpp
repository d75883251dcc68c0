#include "simulation/json_slice.hpp"

#include <charconv>

namespace tablattice::simulation {
namespace {

// The length of the string whose opening quote `text` begins with, both quotes included.
std::size_t string_length(std::string_view text) {
  std::size_t place = 1;
  while (text[place] != '"') place += text[place] == '\\' ? 2U : 1U;
  return place + 1;
}

std::size_t nested_length(std::string_view text) {
  std::size_t place = 0;
  int depth = 0;
  do {
    const char letter = text[place];
    if (letter == '"') {
      place += string_length(text.substr(place));
      continue;
    }
    if (letter == '{' || letter == '[') ++depth;
    if (letter == '}' || letter == ']') --depth;
    ++place;
  } while (depth > 0);
  return place;
}

// Control characters are the only `\u` escapes that the engine writes.
char escaped(std::string_view text, std::size_t& place) {
  const char letter = text[++place];
  if (letter == 'n') return '\n';
  if (letter == 't') return '\t';
  if (letter == 'r') return '\r';
  if (letter == 'b') return '\b';
  if (letter == 'f') return '\f';
  if (letter != 'u') return letter;
  unsigned code = 0;
  std::from_chars(text.data() + place + 1, text.data() + place + 5, code, 16);
  place += 4;
  return static_cast<char>(code);
}

}  // namespace

std::string_view first_value(std::string_view text) {
  if (text.front() == '"') return text.substr(0, string_length(text));
  if (text.front() == '{' || text.front() == '[') return text.substr(0, nested_length(text));
  return text.substr(0, text.find_first_of(",]}"));
}

std::string_view member(std::string_view object, std::string_view name) {
  std::size_t place = 1;
  while (place < object.size() && object[place] != '}') {
    const std::size_t name_length = string_length(object.substr(place));
    const std::string_view found = object.substr(place + 1, name_length - 2);
    const std::string_view value = first_value(object.substr(place + name_length + 1));
    if (found == name) return value;
    place += name_length + 1 + value.size();
    if (place < object.size() && object[place] == ',') ++place;
  }
  return {};
}

std::string unquoted(std::string_view text) {
  std::string plain;
  if (text.empty() || text.front() != '"') return plain;
  text = text.substr(1, text.size() - 2);
  plain.reserve(text.size());
  for (std::size_t place = 0; place < text.size(); ++place)
    plain += text[place] == '\\' ? escaped(text, place) : text[place];
  return plain;
}

std::string text_member(std::string_view object, std::string_view name) { return unquoted(member(object, name)); }

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') json += '\\';
    json += letter;
  }
  return json + '"';
}

}  // namespace tablattice::simulation
