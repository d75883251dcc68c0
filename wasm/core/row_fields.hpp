// The few fields of a row that are looked at, read from its text without making the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"
#include "core/json_walker.hpp"

namespace tablattice {

// Reads the same fields of one row after the other, each as the bytes of its sort key: so whoever tests, orders or finds
// rows by them compares bytes. Once the first rows were read, a row takes no memory.
class RowFields {
 public:
  using Place = std::uint32_t;

  RowFields() = default;
  RowFields(RowFields&&) = default;
  RowFields& operator=(RowFields&&) = default;
  RowFields(const RowFields&) = delete;
  RowFields& operator=(const RowFields&) = delete;
  ~RowFields() = default;

  // The place of the field at that dotted path, which is read until it was released as often as it was used.
  Place use(std::string_view path);
  // The same of a member whose name may have dots in it.
  Place use_member(std::string_view name);
  void release(Place place);

  // `row` is the text of a JSON object that the engine itself keeps, so it has been parsed before; of any other text the
  // result is unspecified. It stays as it is as long as value() is called.
  void read(std::string_view row);

  // ---- of the row that was read last, by a place that was in use then; good until the next one is read ----------------
  // What append_sort_key() makes of the value; a missing one is null.
  [[nodiscard]] std::string_view sort_key(Place place) const {
    const Field& field = fields_[place];
    return {sort_keys_.data() + field.begin, field.size};
  }
  // The value in canonical_number()'s form.
  [[nodiscard]] Json value(Place place) const;

 private:
  struct Field {
    std::string member;
    std::string path;  // below that member; empty: the member itself
    std::size_t users = 0;
    WrittenValue written;  // in the row that was read last
    std::size_t begin = 0;
    std::size_t size = 0;
  };
  using Places = std::vector<Place>;
  // How the last row's member in this place began, up to its value, and the fields in it. Rows of one kind have the same
  // members in the same order.
  struct Step {
    std::string opening;
    const Places* places = nullptr;
  };

  Place use(std::string_view member, std::string_view path);
  void learn(Step& step, JsonWalker walker) const;
  void note(const Places& places, const WrittenValue& value);
  [[nodiscard]] const Places* places_in(const WrittenValue& name) const;

  std::vector<Field> fields_;
  std::map<std::string, Places, std::less<>> members_;  // those that fields in use are in
  std::vector<Step> steps_;
  std::string sort_keys_;
};

}  // namespace tablattice
