#include "core/json_value.hpp"

#include <algorithm>
#include <cstdlib>

namespace tablattice {

namespace {

const Json null_value;

// Where the name stands among the members, or would stand.
template <typename Members>
auto place_of(Members& members, std::string_view name) {
  return std::lower_bound(members.begin(), members.end(), name, [](const JsonMember& member, std::string_view wanted) {
    return wanted.compare(member.name) > 0;
  });
}

template <typename T>
int order(const T& left, const T& right) {
  if (left < right) return -1;
  return right < left ? 1 : 0;
}

int type_rank(const Json& value) {
  if (value.is_null()) return 0;
  if (value.is_boolean()) return 1;
  if (value.is_number()) return 2;
  if (value.is_object()) return 3;
  return value.is_array() ? 4 : 5;
}

int compare_numbers(const Json& left, const Json& right) {
  if (left.is_number_float() || right.is_number_float()) return order(left.get<double>(), right.get<double>());
  const bool left_negative = !left.is_number_unsigned() && left.get<std::int64_t>() < 0;
  const bool right_negative = !right.is_number_unsigned() && right.get<std::int64_t>() < 0;
  if (left_negative != right_negative) return left_negative ? -1 : 1;
  return left_negative ? order(left.get<std::int64_t>(), right.get<std::int64_t>())
                       : order(left.get<std::uint64_t>(), right.get<std::uint64_t>());
}

int compare_members(const JsonMember& left, const JsonMember& right) {
  const int names = order(left.name, right.name);
  return names == 0 ? left.value.compare(right.value) : names;
}

// As words in a dictionary: the first difference decides, then the length.
template <typename List, typename Compare>
int compare_lists(const List& left, const List& right, Compare compare) {
  for (std::size_t index = 0; index < std::min(left.size(), right.size()); ++index) {
    if (const int items = compare(left[index], right[index]); items != 0) return items;
  }
  return order(left.size(), right.size());
}

}  // namespace

Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json::Json(std::string&& text) : value_(std::move(text)) {}

Json::Json(Array elements) : value_(std::move(elements)) {}

Json Json::stored_text(std::string_view text) { return Json(std::string(text)); }

Json Json::object() {
  Json empty;
  empty.value_ = Members();
  return empty;
}

void Json::wrong_type() { std::abort(); }

std::size_t Json::size() const {
  if (const auto* elements = std::get_if<Array>(&value_)) return elements->size();
  return items().size();
}

void Json::clear() {
  if (is_array()) elements().clear();
  if (is_object()) members().clear();
}

const Json* Json::member(std::string_view name) const {
  const const_iterator found = find(name);
  return found == end() ? nullptr : &*found;
}

Json* Json::member(std::string_view name) {
  const iterator found = find(name);
  return found == end() ? nullptr : &*found;
}

Json::const_iterator Json::find(std::string_view name) const {
  if (!is_object()) return end();
  const auto place = place_of(members(), name);
  return place != members().end() && place->name == name ? const_iterator(&*place) : end();
}

Json::iterator Json::find(std::string_view name) {
  if (!is_object()) return end();
  const auto place = place_of(members(), name);
  return place != members().end() && place->name == name ? iterator(&*place) : end();
}

const Json* Json::member(const char* name) const { return member(std::string_view(name)); }

Json* Json::member(const char* name) { return member(std::string_view(name)); }

Json::iterator Json::find(const char* name) { return find(std::string_view(name)); }

Json::const_iterator Json::find(const char* name) const { return find(std::string_view(name)); }

const Json& Json::operator[](std::string_view name) const {
  const Json* found = member(name);
  return found == nullptr ? null_value : *found;
}

const Json& Json::operator[](const char* name) const { return (*this)[std::string_view(name)]; }

Json& Json::operator[](std::string_view name) { return *try_emplace(name).first; }

Json& Json::operator[](const char* name) { return (*this)[std::string_view(name)]; }

const Json& Json::at(std::string_view name) const {
  const Json* found = member(name);
  if (found == nullptr) wrong_type();
  return *found;
}

Json& Json::at(std::string_view name) {
  Json* found = member(name);
  if (found == nullptr) wrong_type();
  return *found;
}

std::pair<Json*, bool> Json::try_emplace(std::string_view name) {
  if (is_null()) value_ = Members();
  Members& all = members();
  const bool last = all.empty() || name.compare(all.back().name) > 0;
  auto place = last ? all.end() : place_of(all, name);
  if (!last && place->name == name) return {&place->value, false};
  place = all.insert(place, JsonMember{std::string(name), {}});
  return {&place->value, true};
}

void Json::set(const char* name, std::nullptr_t) { (*this)[name] = Json(); }
void Json::set(const char* name, const char* text) { (*this)[name] = Json(text); }
void Json::set(const char* name, std::string text) { (*this)[name] = Json(std::move(text)); }
void Json::set(const char* name, const Json& value) { (*this)[name] = value; }
void Json::set(const char* name, Json&& value) { (*this)[name] = std::move(value); }
void Json::set(const char* name, const Array& elements) { (*this)[name] = Json(elements); }
void Json::set_number(const char* name, bool number) { (*this)[name] = Json(number); }
void Json::set_number(const char* name, std::int64_t number) { (*this)[name] = Json(number); }
void Json::set_number(const char* name, std::uint64_t number) { (*this)[name] = Json(number); }
void Json::set_number(const char* name, double number) { (*this)[name] = Json(number); }

std::size_t Json::erase(std::string_view name) {
  Members& all = members();
  const auto place = place_of(all, name);
  if (place == all.end() || place->name != name) return 0;
  all.erase(place);
  return 1;
}

const Json::Members& Json::items() const {
  static const Members none;
  const auto* all = std::get_if<Members>(&value_);
  return all == nullptr ? none : *all;
}

void Json::update(const Json& other) {
  for (const auto& [name, value] : other.items()) (*this)[name] = value;
}

Json& Json::element(std::size_t index) {
  if (is_null()) value_ = Array();
  Array& all = elements();
  if (index >= all.size()) all.resize(index + 1);
  return all[index];
}

void Json::push_back(Json element) {
  if (is_null()) value_ = Array();
  elements().push_back(std::move(element));
}

Json::const_iterator Json::begin() const {
  if (is_array()) return const_iterator(elements().data());
  return is_object() ? const_iterator(members().data()) : const_iterator();
}

Json::const_iterator Json::end() const {
  if (is_array()) return const_iterator(elements().data() + elements().size());
  return is_object() ? const_iterator(members().data() + members().size()) : const_iterator();
}

Json::iterator Json::begin() {
  if (is_array()) return iterator(elements().data());
  return is_object() ? iterator(members().data()) : iterator();
}

Json::iterator Json::end() {
  if (is_array()) return iterator(elements().data() + elements().size());
  return is_object() ? iterator(members().data() + members().size()) : iterator();
}

int Json::compare(const Json& other) const {
  if (const int types = order(type_rank(*this), type_rank(other)); types != 0) return types;
  if (is_number()) return compare_numbers(*this, other);
  if (is_boolean()) return order(get<bool>(), other.get<bool>());
  if (is_string()) return order(text(), other.text());
  if (is_object()) return compare_lists(members(), other.members(), compare_members);
  if (!is_array()) return 0;
  return compare_lists(elements(), other.elements(),
                       [](const Json& left, const Json& right) { return left.compare(right); });
}

}  // namespace tablattice
