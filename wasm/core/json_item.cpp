// Makes values of lists in braces.
#include <algorithm>
#include <string>
#include <utility>

#include "core/json_value.hpp"

namespace tablattice {

bool JsonItem::is_text() const {
  if (kind_ == Kind::value || kind_ == Kind::own_value) return at<const Json>().is_string();
  return kind_ == Kind::literal || kind_ == Kind::letters || kind_ == Kind::text || kind_ == Kind::own_text;
}

bool JsonItem::is_pair() const {
  if (kind_ == Kind::list) return size_ == 2 && items().front().is_text();
  if (kind_ != Kind::value && kind_ != Kind::own_value) return false;
  const auto& json = at<const Json>();
  return json.is_array() && json.size() == 2 && json.front().is_string();
}

Json JsonItem::value() const {
  switch (kind_) {
    case Kind::null:
      break;
    case Kind::boolean:
      return held_.number != 0;
    case Kind::integer:
      return static_cast<std::int64_t>(held_.number);
    case Kind::natural:
      return held_.number;
    case Kind::real:
      return held_.real;
    case Kind::literal:
      return std::string(&at<const char>());
    case Kind::letters:
      return std::string(&at<const char>(), size_);
    case Kind::text:
      return at<const std::string>();
    case Kind::own_text:
      return std::move(at<std::string>());
    case Kind::value:
      return at<const Json>();
    case Kind::own_value:
      return std::move(at<Json>());
    case Kind::elements:
      return at<const Json::Array>();
    case Kind::list:
      return value_of(items());
  }
  return nullptr;
}

Json JsonItem::array_of(std::span<const JsonItem> items) {
  Json::Array elements;
  elements.reserve(items.size());
  for (const JsonItem& item : items) elements.push_back(item.value());
  return elements;
}

Json JsonItem::value_of(std::span<const JsonItem> items) {
  if (!std::all_of(items.begin(), items.end(), [](const JsonItem& item) { return item.is_pair(); }))
    return array_of(items);
  Json object = Json::object();
  object.members().reserve(items.size());
  for (const JsonItem& item : items) {
    Json pair = item.kind_ == Kind::list ? array_of(item.items()) : item.value();
    const auto [place, added] = object.try_emplace(pair.front().text());
    if (added) *place = std::move(pair.back());
  }
  return object;
}

Json::Json(std::initializer_list<JsonItem> items) : Json(JsonItem::value_of({items.begin(), items.size()})) {}

Json Json::array(std::initializer_list<JsonItem> items) { return JsonItem::array_of({items.begin(), items.size()}); }

}  // namespace tablattice
