// Writes a JSON value's compact text.
#include <cmath>
#include <cstdlib>
#include <ostream>
#include <utility>

#include "core/json_syntax.hpp"
#include "core/json_value.hpp"
#include "core/real_text.hpp"
#include "core/utf8.hpp"

namespace tablattice {

namespace {

void write_escape(std::string& text, char byte) {
  static constexpr std::string_view hex = "0123456789abcdef";
  if (const auto letter = json_escaped.find(byte); letter != std::string_view::npos) {
    text += '\\';
    text += json_escape_letters[letter];
    return;
  }
  const auto code = static_cast<unsigned char>(byte);
  text += "\\u00";
  text += hex[code >> 4U];
  text += hex[code & 0xFU];
}

// Writes the character that the value begins with, which does not stand for itself. How many bytes it took.
std::size_t write_special(std::string& text, std::string_view value) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
  const std::size_t bytes = utf8_bytes(value);
  if (bytes == 1) write_escape(text, value[0]);
  if (bytes != 1) text.append(bytes == 0 ? replacement : value.substr(0, bytes));
  return bytes == 0 ? 1 : bytes;
}

void write_text(std::string& text, std::string_view value) {
  text += '"';
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t from = std::exchange(at, plain_until(value, at));
    text.append(value.data() + from, at - from);
    if (at == value.size()) break;
    if (const char byte = value[at]; byte == '"' || byte == '\\') {  // JSON in JSON is full of them
      text += '\\';
      text += byte;
      ++at;
    } else {
      at += write_special(text, value.substr(at));
    }
  }
  text += '"';
}

void write_exponent(std::string& text, int exponent) {
  text += exponent < 0 ? "e-" : "e+";
  const std::string digits = std::to_string(std::abs(exponent));
  if (digits.size() == 1) text += '0';
  text += digits;
}

void write_decimal(std::string& text, const Decimal& decimal) {
  constexpr int whole_digits_max = 15;
  constexpr int zeros_max = 4;
  const auto [digits, point] = decimal;
  const auto count = static_cast<int>(digits.size());
  if (count <= point && point <= whole_digits_max) {
    text.append(digits).append(static_cast<std::size_t>(point - count), '0').append(".0");
  } else if (point > 0 && point <= whole_digits_max) {
    text.append(digits, 0, static_cast<std::size_t>(point)).append(".").append(digits, static_cast<std::size_t>(point));
  } else if (point <= 0 && point > -zeros_max) {
    text.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
  } else {
    text += digits[0];
    if (count > 1) text.append(".").append(digits, 1);
    write_exponent(text, point - 1);
  }
}

void write_real(std::string& text, double number) {
  if (!std::isfinite(number)) {
    text += "null";
    return;
  }
  if (std::signbit(number)) text += '-';
  if (number == 0) {
    text += "0.0";
    return;
  }
  write_decimal(text, shortest_decimal(std::fabs(number)));
}

void write_value(std::string& text, const Json& value);

void write_members(std::string& text, const Json::Members& members) {
  char mark = '{';
  if (members.empty()) text += mark;
  for (const auto& [name, value] : members) {
    text += std::exchange(mark, ',');
    write_text(text, name);
    text += ':';
    write_value(text, value);
  }
  text += '}';
}

void write_elements(std::string& text, const Json::Array& elements) {
  char mark = '[';
  if (elements.empty()) text += mark;
  for (const Json& element : elements) {
    text += std::exchange(mark, ',');
    write_value(text, element);
  }
  text += ']';
}

void write_value(std::string& text, const Json& value) {
  if (value.is_null()) {
    text += "null";
  } else if (value.is_boolean()) {
    text += value.get<bool>() ? "true" : "false";
  } else if (value.is_string()) {
    write_text(text, value.text());
  } else if (value.is_object()) {
    write_members(text, value.members());
  } else if (value.is_array()) {
    write_elements(text, value.elements());
  } else if (value.is_number_float()) {
    write_real(text, value.get<double>());
  } else {
    text += value.is_number_unsigned() ? std::to_string(value.get<std::uint64_t>())
                                       : std::to_string(value.get<std::int64_t>());
  }
}

}  // namespace

void Json::append_to(std::string& text) const { write_value(text, *this); }

std::string Json::dump() const {
  std::string text;
  append_to(text);
  return text;
}

std::ostream& operator<<(std::ostream& stream, const Json& value) { return stream << value.dump(); }

}  // namespace tablattice
