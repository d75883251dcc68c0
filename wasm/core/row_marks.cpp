#include "core/row_marks.hpp"

#include <algorithm>
#include <utility>

namespace tablattice {
namespace {

bool is_small_number(std::string_view text) {
  constexpr std::size_t digits_max = 15;
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  return digits.size() <= digits_max &&
         std::all_of(digits.begin(), digits.end(), [](char byte) { return byte >= '0' && byte <= '9'; });
}

// Texts and small whole numbers, written as key_text() writes them.
bool is_canonical_key(std::string_view text) { return text.starts_with('"') ? text.size() > 2 : is_small_number(text); }

// The version that a value's text names, where that takes no tree of values; `none`: it is none, and may be.
std::optional<Version> read_version(std::string_view text, bool plain) {
  if (!text.starts_with('"')) {
    if (text == "null" && plain) return Version();
    if (!is_small_number(text) || text.starts_with('-')) return std::nullopt;
    std::uint64_t number = 0;
    for (const char digit : text) number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    return Version::from_number(number);
  }
  const std::string_view inner = text.substr(1, text.size() - 2);
  if (inner.find('\\') != std::string_view::npos) return std::nullopt;
  auto version = Version::from_json(Json(inner));
  return !version && plain ? Version() : version;
}

}  // namespace

std::optional<RowTextView> read_row_marks(const Collection& collection, std::string_view key, std::string_view version,
                                          std::string_view text) {
  if (key.empty() || !is_canonical_key(key)) return std::nullopt;
  if (!collection.options().version_field) return RowTextView(key, Version(), text);
  const bool plain = collection.rung() == Rung::plain;
  if (version.empty() && !plain) return std::nullopt;
  auto read = version.empty() ? Version() : read_version(version, plain);
  if (!read) return std::nullopt;
  return RowTextView(key, *std::move(read), text);
}

}  // namespace tablattice
