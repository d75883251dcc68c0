#include "core/row_fields.hpp"

#include <algorithm>

#include "core/sort_key.hpp"
#include "core/value_order.hpp"

namespace tablattice {

namespace {

void append_written(const WrittenValue& value, std::string& key) {
  if (value.text.empty()) return append_sort_key(nullptr, false, key);
  if (value.is_plain_text()) return append_plain_text_key(value.plain(), key);
  if (value.text == "true" || value.text == "false") return append_sort_key(value.text == "true", false, key);
  append_sort_key(Json::parse(value.text), false, key);
}

// The member of an object; missing where it is none.
WrittenValue member_of(const WrittenValue& object, std::string_view name) {
  if (!object.text.starts_with('{')) return {};
  JsonWalker walker(object.text);
  for (walker.pass('{'); walker.here() == '"'; walker.pass(',')) {
    const WrittenValue quoted = walker.value();
    walker.pass(':');
    const WrittenValue value = walker.value();
    if (quoted.is_plain_text() ? quoted.plain() == name : Json::parse(quoted.text) == name) return value;
  }
  return {};
}

}  // namespace

RowFields::Place RowFields::use(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? use(path, {}) : use(path.substr(0, dot), path.substr(dot + 1));
}

RowFields::Place RowFields::use_member(std::string_view name) { return use(name, {}); }

RowFields::Place RowFields::use(std::string_view member, std::string_view path) {
  auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& known) {
    return known.users > 0 && known.member == member && known.path == path;
  });
  if (field == fields_.end()) {
    field = std::find_if(fields_.begin(), fields_.end(), [](const Field& known) { return known.users == 0; });
    if (field == fields_.end()) field = fields_.insert(field, Field());
    field->member = member;
    field->path = path;
    members_[field->member].push_back(static_cast<Place>(field - fields_.begin()));
    steps_.clear();
  }
  ++field->users;
  return static_cast<Place>(field - fields_.begin());
}

void RowFields::release(Place place) {
  Field& field = fields_[place];
  if (--field.users > 0) return;
  const auto member = members_.find(field.member);
  std::erase(member->second, place);
  if (member->second.empty()) members_.erase(member);
  field = Field();
  steps_.clear();
}

// The fields in a member of that name, null where there are none.
const RowFields::Places* RowFields::places_in(const WrittenValue& name) const {
  const auto found = name.is_plain_text() ? members_.find(name.plain()) : members_.find(Json::parse(name.text).text());
  return found == members_.end() ? nullptr : &found->second;
}

// How the member begins at which the walker stands.
void RowFields::learn(Step& step, JsonWalker walker) const {
  const std::size_t begin = walker.place();
  step.places = places_in(walker.value());
  walker.pass(':');
  step.opening = walker.since(begin);
}

// The value of a member is read: of the fields in it.
void RowFields::note(const Places& places, const WrittenValue& value) {
  for (const Place place : places) {
    Field& field = fields_[place];
    field.written = value;
    for (std::string_view path = field.path; !path.empty();) {
      const std::size_t dot = std::min(path.find('.'), path.size());
      field.written = member_of(field.written, path.substr(0, dot));
      path.remove_prefix(std::min(dot + 1, path.size()));
    }
  }
}

void RowFields::read(std::string_view row) {
  for (Field& field : fields_) field.written = {};
  std::size_t missing = members_.size();
  std::size_t at = 0;
  JsonWalker walker(row);
  for (walker.pass('{'); missing > 0 && walker.here() == '"'; walker.pass(',')) {
    if (at == steps_.size()) steps_.emplace_back();
    Step& step = steps_[at++];
    if (step.opening.empty() || !walker.take(step.opening)) {
      learn(step, walker);
      walker.take(step.opening);
    }
    const WrittenValue value = walker.value();
    if (step.places == nullptr) continue;
    --missing;
    note(*step.places, value);
  }
  sort_keys_.clear();
  for (Field& field : fields_) {
    field.begin = sort_keys_.size();
    if (field.users > 0) append_written(field.written, sort_keys_);
    field.size = sort_keys_.size() - field.begin;
  }
}

Json RowFields::value(Place place) const {
  const WrittenValue& written = fields_[place].written;
  if (written.text.empty()) return {};
  if (written.is_plain_text()) return Json(written.plain());
  return canonical_number(Json::parse(written.text));
}

}  // namespace tablattice
