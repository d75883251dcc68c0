#include "core/body_rows.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/row_marks.hpp"

namespace tablattice {
namespace {

constexpr std::size_t shapes_max = 64;

}  // namespace

std::string_view BodyRows::text(std::string_view body, std::size_t index) const {
  return body.substr(bytes_before(index), rows_[index].end - rows_[index].begin);
}

bool BodyRows::any_has(std::string_view body, std::string_view name) const {
  const bool in_shape = std::any_of(shapes_.begin(), shapes_.end(), [&](const Shape& shape) {
    return std::find(shape.names.begin(), shape.names.end(), name) != shape.names.end();
  });
  if (in_shape) return true;
  for (std::size_t index = 0; index < rows_.size(); ++index) {
    if (rows_[index].shape == unread && json(body, index).contains(name)) return true;
  }
  return false;
}

std::string_view BodyRows::guess(std::size_t count) const {
  if (last_shape_ == unread || count >= shapes_[last_shape_].quoted.size()) return {};
  return shapes_[last_shape_].quoted[count];
}

bool BodyRows::add(std::size_t begin, std::size_t end, const std::vector<Member>& members) {
  std::uint32_t place = known_shape(members);
  if (place == unread) {
    auto shape = make_shape(members);
    if (!shape) return false;
    if (shapes_.size() == shapes_max) return add_unread(begin, end), true;
    place = static_cast<std::uint32_t>(shapes_.size());
    shapes_.push_back(*std::move(shape));
    asked_for_ = nullptr;
  }
  last_shape_ = place;
  rows_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                   static_cast<std::uint32_t>(spans_.size()), place});
  for (const Member& member : members)
    spans_.push_back({static_cast<std::uint16_t>(member.begin), static_cast<std::uint16_t>(member.end)});
  return true;
}

void BodyRows::add_unread(std::size_t begin, std::size_t end) {
  rows_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), 0, unread});
}

std::uint32_t BodyRows::known_shape(const std::vector<Member>& members) const {
  const bool as_last = last_shape_ != unread && shapes_[last_shape_].names.size() == members.size() &&
                       std::all_of(members.begin(), members.end(), [](const Member& member) { return member.guessed; });
  if (as_last) return last_shape_;
  const auto known = std::find_if(shapes_.begin(), shapes_.end(), [&](const Shape& shape) {
    return std::equal(shape.names.begin(), shape.names.end(), members.begin(), members.end(),
                      [](const std::string& name, const Member& member) { return name == member.name; });
  });
  return known == shapes_.end() ? unread : static_cast<std::uint32_t>(known - shapes_.begin());
}

// Nothing where two members have one name.
std::optional<BodyRows::Shape> BodyRows::make_shape(const std::vector<Member>& members) {
  Shape shape;
  for (const Member& member : members) {
    shape.names.emplace_back(member.name);
    shape.quoted.push_back("\"" + shape.names.back() + "\":");
  }
  std::vector<std::uint16_t> order(members.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::uint16_t left, std::uint16_t right) { return shape.names[left] < shape.names[right]; });
  for (std::size_t index = 0; index < order.size(); ++index) {
    const std::string& name = shape.names[order[index]];
    if (index > 0 && name == shape.names[order[index - 1]]) return std::nullopt;
    if (name.starts_with('$')) continue;
    shape.openings.push_back((shape.order.empty() ? "{" : ",") + shape.quoted[order[index]]);
    shape.bytes += shape.openings.back().size();
    shape.order.push_back(order[index]);
  }
  shape.bytes += shape.order.empty() ? 2 : 1;
  shape.in_order = shape.order.size() == members.size() && std::is_sorted(shape.order.begin(), shape.order.end());
  return shape;
}

void BodyRows::ask_for(const Collection& collection) {
  const CollectionOptions& options = collection.options();
  for (Shape& shape : shapes_) {
    const auto place_of = [&](const std::string& name) {
      const auto found = std::find(shape.names.begin(), shape.names.end(), name);
      return found == shape.names.end() ? std::nullopt : std::optional<std::size_t>(found - shape.names.begin());
    };
    shape.key = place_of(options.key_field);
    shape.version = options.version_field ? place_of(*options.version_field) : std::nullopt;
  }
  asked_for_ = &collection;
}

std::string_view BodyRows::value(std::string_view row_text, const Row& row, std::size_t place) const {
  const Span& span = spans_[row.spans + place];
  return row_text.substr(span.begin, span.end - span.begin);
}

std::optional<RowTextView> BodyRows::read(std::string_view body, std::size_t index, const Collection& collection,
                                          std::string& memory) {
  const Row& place = rows_[index];
  if (place.shape == unread) return std::nullopt;
  if (asked_for_ != &collection) ask_for(collection);
  const Shape& shape = shapes_[place.shape];
  const std::string_view row_text = text(body, index);
  const auto told = [&](std::optional<std::size_t> at) {
    return at ? value(row_text, place, *at) : std::string_view();
  };
  auto row = read_row_marks(collection, told(shape.key), told(shape.version), row_text);
  if (row) row->text = write(row_text, place, shape, memory);
  return row;
}

// The row's text as dump_json() writes it. Members in order with nothing between them stand so already.
std::string_view BodyRows::write(std::string_view row_text, const Row& row, const Shape& shape,
                                 std::string& memory) const {
  std::size_t bytes = shape.bytes;
  for (const std::uint16_t place : shape.order) bytes += value(row_text, row, place).size();
  if (shape.in_order && bytes == row_text.size()) return row_text;
  memory.resize(bytes);
  char* place = memory.data();
  const auto put = [&place](std::string_view part) {
    std::memcpy(place, part.data(), part.size());
    place += part.size();
  };
  for (std::size_t index = 0; index < shape.order.size(); ++index) {
    put(shape.openings[index]);
    put(value(row_text, row, shape.order[index]));
  }
  put(shape.order.empty() ? "{}" : "}");
  return memory;
}

}  // namespace tablattice
