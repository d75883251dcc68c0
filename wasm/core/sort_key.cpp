#include "core/sort_key.hpp"

#include <cstdint>
#include <cstring>

namespace tablattice {

namespace {

enum Tag : char { tag_null = 1, tag_false, tag_true, tag_number, tag_string, tag_structure };

void append_big_endian(std::uint64_t bits, int bytes, std::string& key) {
  for (int byte = bytes - 1; byte >= 0; --byte) key += static_cast<char>(bits >> (8 * byte));
}

// Positive doubles are ordered as their bits are, negative ones the other way round and below them.
std::uint64_t ordered_bits(double number) {
  const double unsigned_zero = number == 0 ? 0.0 : number;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &unsigned_zero, sizeof(bits));
  constexpr std::uint64_t sign = 1ULL << 63U;
  return (bits & sign) != 0 ? ~bits : bits | sign;
}

// What a rounded integer lacks: magnitude - rounded, which is within ±1024.
std::int64_t rounding_rest(std::uint64_t magnitude, double rounded) {
  constexpr double beyond_integers = 18446744073709551616.0;  // 2^64, which is 0 in 64 bits
  return static_cast<std::int64_t>(magnitude - (rounded >= beyond_integers ? 0 : static_cast<std::uint64_t>(rounded)));
}

// The nearest double, then what it lacks. Rounding keeps the order, so the rest decides only between integers that
// share a double.
void append_number(const Json& number, std::string& key) {
  double rounded = 0;
  std::int64_t rest = 0;
  if (number.is_number_float()) {
    rounded = number.get<double>();
  } else {
    const bool negative = !number.is_number_unsigned() && number.get<std::int64_t>() < 0;
    const auto bits = number.get<std::uint64_t>();
    const std::uint64_t magnitude = negative ? 0 - bits : bits;
    rounded = static_cast<double>(magnitude);
    rest = rounding_rest(magnitude, rounded);
    if (negative) {
      rounded = -rounded;
      rest = -rest;
    }
  }
  constexpr std::int64_t middle = 0x8000;
  append_big_endian(ordered_bits(rounded), 8, key);
  append_big_endian(static_cast<std::uint64_t>(rest + middle), 2, key);
}

// Ends with two zero bytes; a zero byte within is followed by 0xFF.
void append_text(std::string_view text, std::string& key) {
  for (std::size_t zero = text.find('\0'); zero != std::string_view::npos; zero = text.find('\0')) {
    key.append(text.substr(0, zero + 1));
    key += '\xFF';
    text.remove_prefix(zero + 1);
  }
  key.append(text).append(text_key_end_size, '\0');
}

void append_ascending(const Json& value, std::string& key) {
  if (value.is_null()) {
    key += tag_null;
  } else if (value.is_boolean()) {
    key += value.get<bool>() ? tag_true : tag_false;
  } else if (value.is_number()) {
    key += tag_number;
    append_number(value, key);
  } else if (value.is_string()) {
    key += tag_string;
    append_text(value.text(), key);
  } else {
    key += tag_structure;
    append_text(dump_json(value), key);
  }
}

}  // namespace

void turn_round(std::string& key, std::size_t begin) {
  for (std::size_t at = begin; at < key.size(); ++at) key[at] = static_cast<char>(~key[at]);
}

std::string sort_key_of(const Json& value) {
  std::string key;
  append_sort_key(value, false, key);
  return key;
}

void append_plain_text_key(std::string_view text, std::string& key) {
  const std::size_t begin = key.size();
  key.resize(begin + 1 + text.size() + text_key_end_size);  // which sets all to zero
  key[begin] = tag_string;
  std::memcpy(key.data() + begin + 1, text.data(), text.size());
}

void append_sort_key(const Json& value, bool descending, std::string& key) {
  const std::size_t begin = key.size();
  append_ascending(value, key);
  if (descending) turn_round(key, begin);
}

}  // namespace tablattice
