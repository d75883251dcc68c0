#include "core/row_fields.hpp"

#include <cstddef>
#include <iterator>

#include "core/json_syntax.hpp"

namespace tablattice {

namespace {

// Walks over a text that is known to be JSON. Beyond its end there are zero bytes.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  // Goes on to the next byte that is no white space, passing one `byte` if it is there.
  void pass(char byte) {
    skip_space();
    if (here() == byte) ++at_;
    skip_space();
  }

  // The text of the value that begins here; goes on behind it.
  std::string_view value() {
    const std::size_t begin = at_;
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
    return text_.substr(begin, at_ - begin);
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
      at_ += here() == '\\' ? 2 : 1;
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
};

bool is_plain_text(std::string_view value) {
  return value.size() >= 2 && value.front() == '"' && value.find('\\') == std::string_view::npos;
}

Json read_value(std::string_view value) {
  if (is_plain_text(value)) return Json(value.substr(1, value.size() - 2));
  return Json::parse(value);
}

}  // namespace

Json read_fields(std::string_view row, const FieldNames& names) {
  Json fields = Json::object();
  fields.members().reserve(names.size());
  std::size_t missing = names.size();
  auto likely = names.begin();  // the row's members stand in the order of their names, too
  Walker walker(row);
  for (walker.pass('{'); missing > 0 && walker.here() == '"'; walker.pass(',')) {
    const std::string_view quoted = walker.value();
    walker.pass(':');
    const std::string_view value = walker.value();
    const bool plain = is_plain_text(quoted);
    const std::string name = plain ? std::string() : Json::parse(quoted).text();
    const std::string_view named = plain ? quoted.substr(1, quoted.size() - 2) : std::string_view(name);
    const auto wanted = likely != names.end() && likely->first == named ? likely : names.find(named);
    if (wanted == names.end()) continue;
    fields[wanted->first] = read_value(value);
    likely = std::next(wanted);
    --missing;
  }
  return fields;
}

}  // namespace tablattice
