// The rows in the text of a body: where they stand and where their members do, without a tree of values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/collection.hpp"
#include "core/json.hpp"
#include "core/json_scanner.hpp"

namespace tablattice {

// An index into a text that somebody else keeps: every call gets the text again.
class BodyRows {
 public:
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::string_view text(std::string_view body, std::size_t index) const;
  [[nodiscard]] Json json(std::string_view body, std::size_t index) const { return Json::parse(text(body, index)); }
  // Whether some row has that member.
  [[nodiscard]] bool any_has(std::string_view body, std::string_view name) const;
  // Reads a row as Collection::read_row() would, without a tree of values. Its text is in `memory` where it does not stand in
  // the body as it is. Nothing where that cannot be done: then the row's json() is to be read, be it good or bad.
  std::optional<RowTextView> read(std::string_view body, std::size_t index, const Collection& collection,
                                  std::string& memory);
  // How many bytes of `body` the rows before that one take, with what stands around them.
  [[nodiscard]] std::size_t bytes_before(std::size_t index) const { return rows_[index].begin - dropped_; }
  // From now on the body is given without its first `bytes`, nor are the rows in them asked for.
  void drop_front(std::size_t bytes) { dropped_ += bytes; }
  // A row that was found at [begin, end): with these members, or none to be known of.
  struct Member {
    std::string_view name;
    std::size_t begin = 0;  // of its value
    std::size_t end = 0;
    bool guessed = false;  // its name is the one that guess() told
  };
  // False where two members have one name. `members` stand in the order of the text.
  bool add(std::size_t begin, std::size_t end, const std::vector<Member>& members);
  void add_unread(std::size_t begin, std::size_t end);
  // Whether the next row's member number `count` is likely to be called so: the text that its name would have.
  [[nodiscard]] std::string_view guess(std::size_t count) const;

 private:
  static constexpr std::uint32_t unread = ~std::uint32_t{0};

  struct Row {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t spans;  // the place of its first member's span
    std::uint32_t shape;  // unread: its members are not known
  };
  // Of a member's value, from its row's beginning.
  struct Span {
    std::uint16_t begin;
    std::uint16_t end;
  };
  // The members of rows that have the same ones in the same order.
  struct Shape {
    std::vector<std::string> names;     // in the order of the text
    std::vector<std::string> quoted;    // the same, as `"name":`
    std::vector<std::uint16_t> order;   // their places in the order of their names, without the engine's own
    std::vector<std::string> openings;  // what stands before each value in that order
    std::size_t bytes = 0;              // of all openings, and of what closes the object
    bool in_order = false;              // the order of the text is that of the names, and none is the engine's own
    std::optional<std::size_t> key;     // the places of key and version, for `asked_for`
    std::optional<std::size_t> version;
  };

  // The place of the shape that is known and fits; unread where none does.
  [[nodiscard]] std::uint32_t known_shape(const std::vector<Member>& members) const;
  static std::optional<Shape> make_shape(const std::vector<Member>& members);
  void ask_for(const Collection& collection);
  std::string_view write(std::string_view row_text, const Row& row, const Shape& shape, std::string& memory) const;
  [[nodiscard]] std::string_view value(std::string_view row_text, const Row& row, std::size_t place) const;

  std::vector<Row> rows_;
  std::size_t dropped_ = 0;  // bytes of the text, from its beginning
  std::vector<Span> spans_;
  std::vector<Shape> shapes_;
  std::uint32_t last_shape_ = unread;
  const Collection* asked_for_ = nullptr;  // whose key and version the shapes know
};

// Reads a body, `[row, …]` or `{ "rows": [row, …], … }`, in one pass that can be interrupted. The text outlives it.
class BodyScanner : JsonScanner {
 public:
  explicit BodyScanner(std::string_view text) : JsonScanner(text) {}

  // Goes on until `bytes` more are read, or all. Whether there is more to read.
  bool advance(std::size_t bytes);
  // All was read, and it is a good JSON text of one of the two forms. Of any other text parse_json() tells what is wrong.
  [[nodiscard]] bool good() const { return stage_ == Stage::done; }
  using JsonScanner::moved_to;
  using JsonScanner::place;
  // The members beside `rows`; null of a bare array.
  [[nodiscard]] Json& members() { return members_; }
  // Where the object has none, `rows` that are no array are a member.
  [[nodiscard]] bool has_rows() const { return has_rows_; }
  [[nodiscard]] BodyRows& rows() { return rows_; }

 private:
  enum class Stage { start, member, rows, rest, done, failed };

  Stage begin();
  Stage read_member();
  Stage read_element();
  bool read_row();
  bool read_row_members(std::size_t row, bool& canonical);
  bool read_row_name(BodyRows::Member& member, std::size_t count, bool& canonical);
  bool end_row(std::size_t row, bool canonical);

  Stage stage_ = Stage::start;
  bool bare_ = false;
  bool first_ = true;  // nothing was read yet of what encloses this place
  bool has_rows_ = false;
  std::size_t depth_ = 0;  // of the rows
  Json members_;
  BodyRows rows_;
  std::vector<BodyRows::Member> found_;  // of the row at hand
};

}  // namespace tablattice
