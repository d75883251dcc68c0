// Reading the engine's own compact JSON without making objects of it: a world reads some thousand texts, and mostly one
// or two members of each. The texts come from the engine or the model server, so they are not checked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tablattice::simulation {

// The text of the value that `text` begins with.
std::string_view first_value(std::string_view text);

// The text of an object's member; empty where it is missing.
std::string_view member(std::string_view object, std::string_view name);

// The string that a JSON string's text stands for; anything else (null, nothing) is "".
std::string unquoted(std::string_view text);
std::string text_member(std::string_view object, std::string_view name);
std::int64_t number_of(std::string_view text);

// The JSON text of a string.
std::string json_string(std::string_view text);

// Calls work(text) for each element of an array.
template <typename Work>
void for_each_element(std::string_view array, Work work) {
  std::size_t place = 1;
  while (place < array.size() && array[place] != ']') {
    const std::string_view value = first_value(array.substr(place));
    work(value);
    place += value.size();
    if (place < array.size() && array[place] == ',') ++place;
  }
}

// Calls work(name, text) for each member of an object. Names are taken as they stand: none of ours needs an escape.
template <typename Work>
void for_each_member(std::string_view object, Work work) {
  std::size_t place = 1;
  while (place < object.size() && object[place] != '}') {
    const std::string_view name = first_value(object.substr(place));
    const std::string_view value = first_value(object.substr(place + name.size() + 1));
    work(name.substr(1, name.size() - 2), value);
    place += name.size() + 1 + value.size();
    if (place < object.size() && object[place] == ',') ++place;
  }
}

}  // namespace tablattice::simulation
