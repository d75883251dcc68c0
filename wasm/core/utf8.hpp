// UTF-8 (RFC 3629), strictly: no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tablattice {

// How many bytes the character takes that the text begins with; 0 where it begins with none.
std::size_t utf8_bytes(std::string_view text);

// Appends a code point that is none of the surrogates and at most U+10FFFF.
void append_utf8(std::string& text, std::uint32_t code_point);

}  // namespace tablattice
