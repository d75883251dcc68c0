#include "core/version.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace tablattice {

namespace {

// The first byte of every order text: numbers sort before instants, whatever their size.
constexpr char number_mark = '1';
constexpr char instant_mark = '2';

bool digit(char letter) { return letter >= '0' && letter <= '9'; }

// Big-endian, so that texts compare as the numbers do.
std::string sortable(std::uint64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((number >> shift) & 0xFF));
  return bytes;
}

// Among numbers without leading zeros the longer is the greater; of one length, texts compare as numbers.
std::string number_order(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return number_mark + sortable(digits.size()) + std::string(digits);
}

// Reads an ISO-8601 instant from the left; after the first miss everything misses.
class InstantReader {
 public:
  explicit InstantReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

  std::int64_t number(std::size_t digits, std::int64_t low, std::int64_t high) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const char letter = take();
      good_ = good_ && digit(letter);
      value = value * 10 + (letter - '0');
    }
    good_ = good_ && value >= low && value <= high;
    return value;
  }

  void one_of(std::string_view letters) { good_ = skip_one_of(letters) && good_; }

  bool skip_one_of(std::string_view letters) {
    if (rest_.empty() || letters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // The digits after the seconds, without trailing zeros: `.5` and `.50` are one instant.
  std::string fraction() {
    if (!skip_one_of(".,")) return {};
    std::string digits;
    while (!rest_.empty() && digit(rest_.front())) digits.push_back(take());
    good_ = good_ && !digits.empty();
    digits.erase(digits.find_last_not_of('0') + 1);
    return digits;
  }

  std::int64_t offset_s() {
    if (skip_one_of("Zz")) return 0;
    const bool west = !rest_.empty() && rest_.front() == '-';
    one_of("+-");
    const std::int64_t hours = number(2, 0, 23);
    const bool minutes_follow = skip_one_of(":") || !rest_.empty();
    const std::int64_t minutes = minutes_follow ? number(2, 0, 59) : 0;
    const std::int64_t offset = hours * 3600 + minutes * 60;
    return west ? -offset : offset;
  }

 private:
  char take() {
    if (rest_.empty()) {
      good_ = false;
      return '0';
    }
    const char letter = rest_.front();
    rest_.remove_prefix(1);
    return letter;
  }

  std::string_view rest_;
  bool good_ = true;
};

std::optional<std::string> instant_order(std::string_view text) {
  InstantReader reader(text);
  const auto year = reader.number(4, 0, 9999);
  reader.one_of("-");
  const auto month = reader.number(2, 1, 12);
  reader.one_of("-");
  const auto day = reader.number(2, 1, 31);
  reader.one_of("Tt ");
  const auto hour = reader.number(2, 0, 23);
  reader.one_of(":");
  const auto minute = reader.number(2, 0, 59);
  // 60 is a leap second, which counts as the second after it, as in Unix time.
  const bool seconds_follow = reader.skip_one_of(":");
  const auto second = seconds_follow ? reader.number(2, 0, 60) : 0;
  const std::string fraction = seconds_follow ? reader.fraction() : std::string();
  const auto offset = reader.offset_s();
  if (!reader.done()) return std::nullopt;
  const auto days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (!days) return std::nullopt;
  // Keeps the number above zero for every year that can be written, even with an offset.
  constexpr std::int64_t bias_s = std::int64_t{1} << 40;
  const std::int64_t seconds = *days * 86400 + hour * 3600 + minute * 60 + second - offset + bias_s;
  return instant_mark + sortable(static_cast<std::uint64_t>(seconds)) + fraction;
}

std::optional<std::string> order_of(const Json& value) {
  const auto whole = whole_number(value, std::numeric_limits<std::uint64_t>::max());
  if (whole) return number_order(std::to_string(*whole));
  if (value.is_number_float()) {
    // 3.0 is 3 to JavaScript; beyond 2^53 the digits that were sent are lost, so nothing can be compared.
    const double number = value.get<double>();
    if (std::trunc(number) != number || number < 0 || number > static_cast<double>(safe_integer_max)) return {};
    return number_order(std::to_string(static_cast<std::uint64_t>(number)));
  }
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.text();
  if (!text.empty() && std::all_of(text.begin(), text.end(), digit)) return number_order(text);
  return instant_order(text);
}

}  // namespace

std::optional<Version> Version::from_json(const Json& value) {
  Version version;
  if (const auto whole = whole_number(value, std::numeric_limits<std::uint64_t>::max() - 1)) {
    version.after_ = *whole + 1;
    return version;
  }
  auto order = order_of(value);
  if (!order) return std::nullopt;
  version.text_ = std::make_shared<const Text>(Text{value, *std::move(order)});
  return version;
}

Version Version::from_number(std::uint64_t number) {
  Version version;
  version.after_ = number + 1;
  return version;
}

Json Version::value() const {
  if (text_) return text_->value;
  return after_ == 0 ? Json() : Json(after_ - 1);
}

std::string Version::order() const {
  if (text_) return text_->order;
  return after_ == 0 ? std::string() : number_order(std::to_string(after_ - 1));
}

int Version::compare_orders(const Version& other) const { return order().compare(other.order()); }

std::optional<std::int64_t> days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  constexpr unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return std::nullopt;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (day > lengths[month - 1] + (leap && month == 2 ? 1 : 0)) return std::nullopt;
  const std::int64_t shifted = month <= 2 ? year - 1 : year;  // years begin in March, so the leap day is the last
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const std::int64_t year_of_era = shifted - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

}  // namespace tablattice
