// The rows of a sync event, as texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/json_scanner.hpp"

namespace tablattice {

class Collection;
struct RowTextView;

// How the members of the row that was read last begin, one after the other: `{"date":`, `,"id":`. Most rows have the same ones,
// which are then known as good names in good order.
using RowOpenings = std::vector<std::string>;

// What an event tells as rows: texts as dump_json() writes them, of objects or of what else was told as a row.
class EventRows {
 public:
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::string_view text(std::size_t index) const;
  [[nodiscard]] Json json(std::size_t index) const { return Json::parse(text(index)); }
  // All of them as an array holds them, between its brackets.
  [[nodiscard]] std::string_view elements() const { return text_; }

  void add_text(std::string_view text);
  void add(const Json& row) { add_text(dump_json(row)); }
  void clear();

  // Takes the elements of an array, from behind its opening bracket to before its closing one. False, and nothing taken, where
  // they are not all objects that are written as dump_json() writes them and hold no member of the engine's own.
  bool take_elements(JsonScanner& scanner, std::size_t depth, RowOpenings& openings);
  // A row as Collection::read_row() reads it. Nothing where take_elements() has not read it, and where its key or version is
  // not a good one or not a plain one: then json() is to be read, which tells why.
  [[nodiscard]] std::optional<RowTextView> read(std::size_t index, const Collection& collection) const;

 private:
  struct Row {
    std::uint32_t begin;
    std::uint32_t end;
    std::uint32_t members;  // where the first of its members is; behind the last one: the next row's first
  };
  struct Member {
    std::uint32_t name;  // its first byte
    std::uint32_t name_end;
    std::uint32_t value;
    std::uint32_t value_end;
  };

  bool take_row(JsonScanner& scanner, std::size_t first, std::size_t depth, RowOpenings& openings);
  [[nodiscard]] std::string_view value_of(std::size_t index, std::string_view name) const;

  std::string text_;
  std::vector<Row> rows_;
  std::vector<Member> members_;  // of rows that take_elements() has read
};

}  // namespace tablattice
