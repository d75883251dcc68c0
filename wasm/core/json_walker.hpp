// The values of a JSON text that was parsed before, passed over one by one without making them.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/json_syntax.hpp"
#include "core/text_compare.hpp"

namespace tablattice {

// A value as it is written; empty where there is none.
struct WrittenValue {
  std::string_view text;
  bool escaped = false;  // there is a backslash in it

  // Whether it is a text that stands there as it is.
  [[nodiscard]] bool is_plain_text() const { return !escaped && text.starts_with('"'); }
  // What such a one says.
  [[nodiscard]] std::string_view plain() const { return {text.data() + 1, text.size() - 2}; }
};

// Walks over a text that is known to be JSON. Beyond its end there are zero bytes.
class JsonWalker {
 public:
  explicit JsonWalker(std::string_view text) : text_(text) {}

  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] std::size_t place() const { return at_; }
  [[nodiscard]] std::string_view since(std::size_t place) const { return {text_.data() + place, at_ - place}; }

  // Goes on to the next byte that is no white space, passing one `byte` if it is there.
  void pass(char byte) {
    if (here() <= ' ') skip_space();
    if (here() == byte) ++at_;
    if (here() <= ' ') skip_space();
  }

  // Passes exactly these bytes if they are there, and white space behind them.
  bool take(std::string_view bytes) {
    if (text_.size() - at_ < bytes.size() || !same_text({text_.data() + at_, bytes.size()}, bytes)) return false;
    at_ += bytes.size();
    if (here() <= ' ') skip_space();
    return true;
  }

  // The value that begins here; goes on behind it.
  WrittenValue value() {
    const std::size_t begin = at_;
    escaped_ = false;
    switch (here()) {
      case '"':
        skip_text();
        break;
      case '{':
      case '[':
        skip_structure();
        break;
      default:
        while (at_ < text_.size() && here() != ',' && here() != '}' && here() != ']' && here() > ' ') ++at_;
    }
    return {text_.substr(begin, at_ - begin), escaped_};
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && here() <= ' ' && here() > 0) ++at_;
  }

  void skip_text() {
    ++at_;
    while (true) {
      at_ = plain_until(text_, at_);
      if (at_ >= text_.size() || here() == '"') break;
      if (here() == '\\') {
        escaped_ = true;
        ++at_;
      }
      ++at_;
    }
    ++at_;
  }

  void skip_structure() {
    std::size_t depth = 0;
    do {
      const char byte = here();
      if (byte == '"') {
        skip_text();
        continue;
      }
      if (byte == '{' || byte == '[') ++depth;
      if (byte == '}' || byte == ']') --depth;
      ++at_;
    } while (depth > 0 && at_ < text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool escaped_ = false;
};

}  // namespace tablattice
