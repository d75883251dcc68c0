// Values as bytes: the order of the texts, byte by byte, is the order of compare_values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/json.hpp"

namespace tablattice {

// Appends one value. Several values appended one after the other compare like the list of them: no value's bytes are
// the beginning of another's. `descending` turns the order of this value round. Equal values (1 and 1.0) have equal
// bytes.
void append_sort_key(const Json& value, bool descending, std::string& key);
// Turns the order round of the value whose ascending bytes begin there, up to the key's end.
void turn_round(std::string& key, std::size_t begin);
// That of one value, ascending.
std::string sort_key_of(const Json& value);
// What every text's ascending bytes end with has this size.
inline constexpr std::size_t text_key_end_size = 2;
// The same as append_sort_key(), ascending, of a text without zero bytes.
void append_plain_text_key(std::string_view text, std::string& key);

}  // namespace tablattice
