#include "core/utf8.hpp"

namespace tablattice {

namespace {

// A row of RFC 3629's table (section 4): the first byte's range, the second one's, and the character's length.
struct Form {
  unsigned char first_min, first_max, second_min, second_max, bytes;
};
constexpr Form forms[] = {
    {0x00, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

bool fits(const Form& form, std::string_view text) {
  if (text.size() < form.bytes) return false;
  for (std::size_t index = 1; index < form.bytes; ++index) {
    const auto byte = static_cast<unsigned char>(text[index]);
    const bool second = index == 1;
    if (byte < (second ? form.second_min : 0x80) || byte > (second ? form.second_max : 0xBF)) return false;
  }
  return true;
}

char continuation(std::uint32_t code_point, unsigned shift) {
  return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
}

}  // namespace

std::size_t utf8_bytes(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = static_cast<unsigned char>(text[0]);
  for (const Form& form : forms) {
    if (first >= form.first_min && first <= form.first_max) return fits(form, text) ? form.bytes : 0;
  }
  return 0;
}

void append_utf8(std::string& text, std::uint32_t code_point) {
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
    return;
  }
  if (code_point < 0x800) {
    text += static_cast<char>(0xC0U | (code_point >> 6U));
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0U | (code_point >> 12U));
    text += continuation(code_point, 6);
  } else {
    text += static_cast<char>(0xF0U | (code_point >> 18U));
    text += continuation(code_point, 12);
    text += continuation(code_point, 6);
  }
  text += continuation(code_point, 0);
}

}  // namespace tablattice
