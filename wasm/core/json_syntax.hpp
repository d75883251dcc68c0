// What the texts of JSON look like (RFC 8259, section 7), for the parser and the writer.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

// The number of bytes at the beginning of eight that stand for themselves in a text.
inline std::size_t plain_of_eight(const char* bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL;
  constexpr std::uint64_t tops = 0x80 * ones;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, 8);
  // The lowest marked byte is exact: what is borrowed goes to higher ones only.
  const std::uint64_t quotes = (word ^ ('"' * ones)) - ones;
  const std::uint64_t slashes = (word ^ ('\\' * ones)) - ones;
  const std::uint64_t controls = word - 0x20 * ones;
  const std::uint64_t marked = (quotes | slashes | controls | word) & tops;
  return static_cast<std::size_t>(std::countr_zero(marked)) / 8;
}

// Where the first byte from `at` on is that does not stand for itself; the text's end where all do.
inline std::size_t plain_until(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size()) {
    const std::size_t plain = plain_of_eight(text.data() + at);
    at += plain;
    if (plain < 8) return at;
  }
  while (at < text.size() && is_plain_in_json(text[at])) ++at;
  return at;
}

}  // namespace tablattice
