// What the texts of JSON look like (RFC 8259, section 7), for the parser and the writer.
#pragma once

#include <string_view>

namespace tablattice {

// Characters that are written as a backslash and a letter, and those letters in the same order.
inline constexpr std::string_view json_escaped = "\"\\\b\f\n\r\t";
inline constexpr std::string_view json_escape_letters = "\"\\bfnrt";

// Whether a byte stands for itself in a text: ASCII, and neither a control character nor escaped.
constexpr bool is_plain_in_json(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code >= 0x20 && code < 0x80 && byte != '"' && byte != '\\';
}

}  // namespace tablattice
