// Walks over a JSON text without making values of it.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/text_compare.hpp"

namespace tablattice {

// A place in a JSON text, and what may stand there. What it takes for a value is one as parse_json() reads it, but for members
// of one name in an object, which only an object that is not canonical can have. `canonical` is set to false where a value is
// not written as dump_json() would write it.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  // The same text stands elsewhere now.
  void moved_to(std::string_view text) { text_ = text; }
  [[nodiscard]] std::size_t place() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  // Zero at the end of the text, and for a zero byte, which no JSON text holds either.
  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] std::string_view since(std::size_t place) const { return text_.substr(place, at_ - place); }

  bool take(char byte) {
    if (here() != byte || at_end()) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view expected) {
    if (!same_text(text_.substr(at_, expected.size()), expected)) return false;
    at_ += expected.size();
    return true;
  }
  void skip_space() {
    while (here() == ' ' || here() == '\n' || here() == '\r' || here() == '\t') ++at_;
  }

  // Each goes behind a value that stands here; false where none does, or a bad one. `depth`: of what encloses it.
  bool skip_value(std::size_t depth, bool& canonical);
  // A text, in quotes. `escaped` is set where a backslash is in it.
  bool skip_text(bool& canonical, bool& escaped);
  // What it went over: bytes that stand for themselves in a text, digits; either may be none.
  std::string_view skip_plain();
  std::string_view skip_digits();

 private:
  bool skip_object(std::size_t depth, bool& canonical);
  bool skip_array(std::size_t depth, bool& canonical);
  bool skip_number(bool& canonical);
  void skip_inner_space(bool& canonical);

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace tablattice
