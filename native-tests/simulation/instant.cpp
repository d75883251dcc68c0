#include "simulation/instant.hpp"

#include <array>
#include <cstdio>

namespace tablattice::simulation {
namespace {

struct Date {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days, for days after 1970.
Date civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = days / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

// `.5`, `.500` or `.500000`; nothing, `.000` or `.000000` where there is no fraction.
std::string fraction(int milliseconds, std::size_t notation) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), notation == 1 ? ".%03d000" : ".%03d", milliseconds);
  std::string digits = text.data();
  if (notation != 0) return digits;
  while (digits.back() == '0') digits.pop_back();
  return digits.size() == 1 ? std::string() : digits;
}

}  // namespace

std::string instant_text(std::int64_t unix_ms, std::size_t notation) {
  const bool offset = notation == 3;
  const std::int64_t seconds = unix_ms / 1000 + (offset ? 7200 : 0);
  const Date date = civil_from_days(seconds / 86400);
  const auto second = static_cast<int>(seconds % 86400);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year), date.month,
                date.day, second / 3600, second / 60 % 60, second % 60);
  return text.data() + fraction(static_cast<int>(unix_ms % 1000), notation) + (offset ? "+02:00" : "Z");
}

}  // namespace tablattice::simulation
