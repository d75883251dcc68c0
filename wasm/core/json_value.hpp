// A JSON value (RFC 8259): what the engine holds of configurations, messages and bodies while it reads or makes them.
//
// Made for short lives and small objects: members stand in one array in the order of their names, so that equal values
// have equal texts, a look-up is a binary search, and a text in order of its names is read without a search.
// A reference to a member or an element is good until the next one is added to the same object or array.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace tablattice {

class Json;
class JsonItem;

// Of an object. A template, so that it is complete wherever Json is, though each holds the other.
template <typename Value>
struct MemberOf {
  std::string name;
  Value value;

  friend bool operator==(const MemberOf&, const MemberOf&) = default;
};
using JsonMember = MemberOf<Json>;

template <typename T>
concept JsonText = std::convertible_to<const T&, std::string_view> && !std::same_as<T, std::nullptr_t>;
template <typename T>
concept JsonNumber = std::integral<T> || std::floating_point<T>;  // bool too: a number of its own type
template <typename T>
concept JsonScalar = JsonText<T> || JsonNumber<T>;

class Json {
 public:
  using Array = std::vector<Json>;
  using Members = std::vector<JsonMember>;  // in the order of their names, each name once
  template <bool is_const>
  class Iterator;
  using iterator = Iterator<false>;
  using const_iterator = Iterator<true>;
  using value_type = Json;

  // What is called wherever values are made and dropped is compiled once, not at each place: it is half of the code.
  Json();
  Json(std::nullptr_t);
  Json(const Json& other);
  Json(Json&& other) noexcept;
  Json& operator=(const Json& other);
  Json& operator=(Json&& other) noexcept;
  ~Json();
  template <JsonNumber T>
  Json(T number) : value_(stored(number)) {}
  template <JsonText T>
  Json(const T& text) : Json(stored_text(text)) {}
  Json(std::string&& text);
  Json(Array elements);
  template <typename T>
  requires std::convertible_to<const T&, Json> Json(const std::vector<T>& elements)
      : value_(Array(elements.begin(), elements.end())) {}
  // A list of pairs, each of a text and a value, is an object (the first of equal names counts); any other is an array.
  Json(std::initializer_list<JsonItem> items);

  static Json array();
  static Json array(std::initializer_list<JsonItem> items);
  static Json object();
  // The value of a text that is known to be JSON; null of any other. What comes from outside is for parse_json().
  static Json parse(std::string_view text);

  [[nodiscard]] bool is_null() const { return is<Null>(); }
  [[nodiscard]] bool is_boolean() const { return is<bool>(); }
  [[nodiscard]] bool is_number() const { return is_number_integer() || is_number_float(); }
  [[nodiscard]] bool is_number_integer() const { return is<std::int64_t>() || is_number_unsigned(); }
  [[nodiscard]] bool is_number_unsigned() const { return is<std::uint64_t>(); }
  [[nodiscard]] bool is_number_float() const { return is<double>(); }
  [[nodiscard]] bool is_string() const { return is<std::string>(); }
  [[nodiscard]] bool is_array() const { return is<Array>(); }
  [[nodiscard]] bool is_object() const { return is<Members>(); }
  [[nodiscard]] bool is_structured() const { return is_array() || is_object(); }

  // What is held. Whoever asks for another type than is_…() names ends the program: it is a fault of the caller's code.
  [[nodiscard]] const std::string& text() const { return held<std::string>(); }
  [[nodiscard]] const Array& elements() const { return held<Array>(); }
  [[nodiscard]] Array& elements() { return held<Array>(); }
  [[nodiscard]] const Members& members() const { return held<Members>(); }
  [[nodiscard]] Members& members() { return held<Members>(); }

  // The value as a C++ one. A number is given as any number type; beyond that type's range the result is unspecified.
  template <typename T>
  [[nodiscard]] T get() const;
  template <typename T>
  requires(JsonNumber<T> && !std::same_as<T, char>) || std::same_as<T, std::string> operator T() const {
    return get<T>();
  }

  // The number of elements or members; a scalar has none.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const { return size() == 0; }
  void clear();

  // Of an object; all else has no members. A name is mostly a literal: its address alone is the smallest argument.
  [[nodiscard]] bool contains(std::string_view name) const { return member(name) != nullptr; }
  [[nodiscard]] bool contains(const char* name) const { return member(name) != nullptr; }
  [[nodiscard]] const Json* member(std::string_view name) const;
  [[nodiscard]] const Json* member(const char* name) const;
  [[nodiscard]] Json* member(std::string_view name);
  [[nodiscard]] Json* member(const char* name);
  [[nodiscard]] const_iterator find(std::string_view name) const;
  [[nodiscard]] const_iterator find(const char* name) const;
  [[nodiscard]] iterator find(std::string_view name);
  [[nodiscard]] iterator find(const char* name);
  // The member, null where there is none.
  const Json& operator[](std::string_view name) const;
  const Json& operator[](const char* name) const;
  // The member, added as null where there is none; null becomes an object by it.
  Json& operator[](std::string_view name);
  Json& operator[](const char* name);
  [[nodiscard]] const Json& at(std::string_view name) const;
  [[nodiscard]] Json& at(std::string_view name);
  // The member as a T, `otherwise` where there is none.
  template <typename T>
  [[nodiscard]] T value(std::string_view name, T otherwise) const {
    const Json* found = member(name);
    return found == nullptr ? std::move(otherwise) : found->template get<T>();
  }
  [[nodiscard]] std::string value(std::string_view name, const char* otherwise) const {
    return value(name, std::string(otherwise));
  }
  // The member's value and whether it was added by this call, as null.
  std::pair<Json*, bool> try_emplace(std::string_view name);
  // Sets a member; null becomes an object by it.
  void set(const char* name, std::nullptr_t);
  void set(const char* name, const char* text);
  void set(const char* name, std::string text);
  void set(const char* name, const Json& value);
  void set(const char* name, Json&& value);
  void set(const char* name, const Array& elements);
  template <JsonNumber T>
  void set(const char* name, T number) {
    set_number(name, stored(number));
  }
  std::size_t erase(std::string_view name);
  // The members, to walk over with names; empty for anything but an object.
  [[nodiscard]] const Members& items() const;
  // Takes all members of `other`, in place of those of the same name.
  void update(const Json& other);

  // Of an array. One past the end, the writable one adds null.
  template <std::integral T>
  const Json& operator[](T index) const {
    return elements()[static_cast<std::size_t>(index)];
  }
  template <std::integral T>
  Json& operator[](T index) {
    return element(static_cast<std::size_t>(index));
  }
  template <std::integral T>
  [[nodiscard]] const Json& at(T index) const {
    return elements()[static_cast<std::size_t>(index)];
  }
  template <std::integral T>
  [[nodiscard]] Json& at(T index) {
    return elements()[static_cast<std::size_t>(index)];
  }
  [[nodiscard]] const Json& front() const { return elements().front(); }
  [[nodiscard]] const Json& back() const { return elements().back(); }
  [[nodiscard]] Json& back() { return elements().back(); }
  // Null becomes an array by it.
  void push_back(Json element);

  // Over the elements, or the members' values.
  [[nodiscard]] const_iterator begin() const;
  [[nodiscard]] const_iterator end() const;
  [[nodiscard]] iterator begin();
  [[nodiscard]] iterator end();

  // The compact text; what is not UTF-8 in it becomes U+FFFD, and numbers that JSON has no text for become null.
  [[nodiscard]] std::string dump() const;
  void append_to(std::string& text) const;
  friend std::ostream& operator<<(std::ostream& stream, const Json& value);

  // Numbers compare by value (17 equals 17.0), all else by type first:
  // null, booleans, numbers, objects, arrays, strings.
  [[nodiscard]] int compare(const Json& other) const;
  friend bool operator==(const Json& left, const Json& right) { return left.compare(right) == 0; }
  friend bool operator<(const Json& left, const Json& right) { return left.compare(right) < 0; }
  template <JsonScalar T>
  friend bool operator==(const Json& left, const T& right) {
    if constexpr (JsonText<T>) {
      return left.is_string() && left.text() == std::string_view(right);
    } else {
      return left.compare(Json(right)) == 0;
    }
  }
  friend bool operator==(const Json& left, std::nullptr_t) { return left.is_null(); }

 private:
  using Null = std::monostate;
  using Value = std::variant<Null, bool, std::int64_t, std::uint64_t, double, std::string, Array, Members>;

  template <typename T>
  static auto stored(T number) {
    if constexpr (std::same_as<T, bool>) {
      return number;
    } else if constexpr (std::floating_point<T>) {
      return static_cast<double>(number);
    } else if constexpr (std::signed_integral<T>) {
      return static_cast<std::int64_t>(number);
    } else {
      return static_cast<std::uint64_t>(number);
    }
  }
  static Json stored_text(std::string_view text);
  void set_number(const char* name, bool number);
  void set_number(const char* name, std::int64_t number);
  void set_number(const char* name, std::uint64_t number);
  void set_number(const char* name, double number);
  [[noreturn]] static void wrong_type();
  template <typename T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(value_);
  }
  template <typename T>
  [[nodiscard]] const T& held() const {
    if (const T* value = std::get_if<T>(&value_)) return *value;
    wrong_type();
  }
  template <typename T>
  [[nodiscard]] T& held() {
    if (T* value = std::get_if<T>(&value_)) return *value;
    wrong_type();
  }
  Json& element(std::size_t index);

  Value value_;
};

// One of the values in braces: what it is, or where it is. It owns nothing and is read before the expression that holds the
// braces ends; so a list costs its place a few stores, and all that makes values of it is compiled once.
class JsonItem {
 public:
  JsonItem(std::nullptr_t) : kind_(Kind::null), held_{.number = 0} {}
  template <std::integral T>
  JsonItem(T number) : kind_(kind_of<T>()), held_{.number = static_cast<std::uint64_t>(number)} {}
  template <std::floating_point T>
  JsonItem(T number) : kind_(Kind::real), held_{.real = static_cast<double>(number)} {}
  JsonItem(const char* text) : kind_(Kind::literal), held_{.place = text} {}
  JsonItem(std::string_view text) : kind_(Kind::letters), size_(size_of(text)), held_{.place = text.data()} {}
  JsonItem(const std::string& text) : kind_(Kind::text), held_{.place = &text} {}
  JsonItem(std::string&& text) : kind_(Kind::own_text), held_{.place = &text} {}
  JsonItem(const Json& value) : kind_(Kind::value), held_{.place = &value} {}
  JsonItem(Json&& value) : kind_(Kind::own_value), held_{.place = &value} {}
  JsonItem(const Json::Array& elements) : kind_(Kind::elements), held_{.place = &elements} {}
  JsonItem(std::initializer_list<JsonItem> items)
      : kind_(Kind::list), size_(size_of(items)), held_{.place = items.begin()} {}

  // A list of two, of which the first is a text: a member.
  [[nodiscard]] bool is_pair() const;
  // The value; moved out of its place where the braces hold it as a temporary or by std::move().
  [[nodiscard]] Json value() const;
  static Json value_of(std::span<const JsonItem> items);
  static Json array_of(std::span<const JsonItem> items);

 private:
  enum class Kind : std::uint32_t {
    null,
    boolean,
    integer,
    natural,
    real,
    literal,
    letters,
    text,
    own_text,
    value,
    own_value,
    elements,
    list
  };

  static std::uint32_t size_of(const auto& list) { return static_cast<std::uint32_t>(list.size()); }
  template <typename T>
  static constexpr Kind kind_of() {
    if constexpr (std::same_as<T, bool>) return Kind::boolean;
    return std::signed_integral<T> ? Kind::integer : Kind::natural;
  }
  template <typename T>
  [[nodiscard]] T& at() const {
    return *static_cast<T*>(const_cast<void*>(held_.place));  // constant but for the kinds that were given as T&&
  }
  [[nodiscard]] std::span<const JsonItem> items() const { return {&at<const JsonItem>(), size_}; }
  [[nodiscard]] bool is_text() const;

  Kind kind_;
  std::uint32_t size_ = 0;
  union Held {
    std::uint64_t number;
    double real;
    const void* place;
  };
  Held held_;
};

template <typename Value, typename... Rest>
void set_members(Json& object, const char* name, Value&& value, Rest&&... rest) {
  object.set(name, std::forward<Value>(value));
  if constexpr (sizeof...(rest) > 0) set_members(object, std::forward<Rest>(rest)...);
}

// An object of names and values in turn: json_object("kind", "abort", "id", id). The same as {{"kind", "abort"}, {"id", id}}, and
// a quarter of its code.
template <typename... Members>
Json json_object(Members&&... members) {
  Json object = Json::object();
  set_members(object, std::forward<Members>(members)...);
  return object;
}

inline Json::Json() = default;
inline Json::Json(std::nullptr_t) {}
inline Json Json::array() { return Json(Array()); }

template <typename T>
T Json::get() const {
  if constexpr (std::same_as<T, Json>) {
    return *this;
  } else if constexpr (std::same_as<T, std::string>) {
    return text();
  } else if constexpr (std::same_as<T, bool>) {
    return held<bool>();
  } else {
    if (const auto* number = std::get_if<std::uint64_t>(&value_)) return static_cast<T>(*number);
    if (const auto* number = std::get_if<std::int64_t>(&value_)) return static_cast<T>(*number);
    return static_cast<T>(held<double>());
  }
}

template <bool is_const>
class Json::Iterator {
 public:
  template <typename T>
  using Maybe = std::conditional_t<is_const, const T, T>;
  using iterator_category = std::forward_iterator_tag;
  using value_type = Json;
  using difference_type = std::ptrdiff_t;
  using pointer = Maybe<Json>*;
  using reference = Maybe<Json>&;

  Iterator() = default;
  explicit Iterator(Maybe<Json>* element) : element_(element) {}
  explicit Iterator(Maybe<JsonMember>* member) : member_(member) {}

  reference operator*() const { return member_ == nullptr ? *element_ : member_->value; }
  pointer operator->() const { return &**this; }
  [[nodiscard]] const std::string& key() const { return member_->name; }
  [[nodiscard]] reference value() const { return **this; }
  Iterator& operator++() {
    member_ == nullptr ? static_cast<void>(++element_) : static_cast<void>(++member_);
    return *this;
  }
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Iterator&, const Iterator&) = default;

 private:
  Maybe<Json>* element_ = nullptr;
  Maybe<JsonMember>* member_ = nullptr;  // of an object; then there is no element
};

}  // namespace tablattice
