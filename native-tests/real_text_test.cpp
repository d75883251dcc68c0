#include "core/real_text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

#include "support/seed.hpp"

namespace tablattice {
namespace {

std::string as_text(const Decimal& decimal) { return "0." + decimal.digits + "e" + std::to_string(decimal.point); }

// The standard library's shortest digits, in the same form.
std::string shortest_of_library(double magnitude) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, magnitude, std::chars_format::scientific).ptr;
  const std::string text(buffer, end);
  const auto mark = text.find('e');
  std::string digits = text.substr(0, mark);
  std::erase(digits, '.');
  digits.resize(digits.find_last_not_of('0') + 1);
  return as_text({digits, std::atoi(text.c_str() + mark + 1) + 1});
}

void expect_exact(double magnitude) {
  const std::string text = as_text(shortest_decimal(magnitude));
  EXPECT_EQ(text, shortest_of_library(magnitude)) << std::hexfloat << magnitude;
  EXPECT_EQ(real_from_text(text), magnitude) << text;
}

void expect_read(const std::string& text) {
  EXPECT_EQ(std::bit_cast<std::uint64_t>(real_from_text(text)),
            std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)))
      << text;
}

TEST(RealText, KnowsTheEdges) {
  using Limits = std::numeric_limits<double>;
  for (const double magnitude :
       {Limits::denorm_min(), 2 * Limits::denorm_min(), Limits::min(), Limits::max(), 1.0, 0.1, 5e-5,
        9007199254740993.0, 1e15, 1e16, 1e22, 1e23, 123456789012345680.0, 0.3, 2.5, 1e-7, 100.0}) {
    expect_exact(magnitude);
    expect_exact(std::nextafter(magnitude, 0.0) > 0 ? std::nextafter(magnitude, 0.0) : magnitude);
  }
  for (const char* text : {"0",
                           "-0",
                           "0.0",
                           "-0e5",
                           "0e999999999999999999999",
                           "1e-999999999999999999999",
                           "1e309",
                           "-1e400",
                           "1e308",
                           "2.4703282292062327e-324",
                           "2.4703282292062328e-324",
                           "1.7976931348623158e308",
                           "1.7976931348623159e308",
                           "9007199254740993",
                           "9007199254740993.00000000000000000000000000000000001",
                           "0.000001",
                           "1E+2",
                           "12.50e-1",
                           "123456789012345678901234567890",
                           "2.2250738585072011e-308"}) {
    expect_read(text);
  }
}

TEST(RealText, EveryPowerOfTwoAndOfTenIsExact) {
  for (int exponent = -1074; exponent < 1024; ++exponent) expect_exact(std::ldexp(1.0, exponent));
  for (int power = -323; power <= 308; ++power)
    expect_exact(std::strtod(("1e" + std::to_string(power)).c_str(), nullptr));
}

TEST(RealText, RandomDoublesAreReadAsTheyWereWritten) {
  std::mt19937_64 choose(announced_seed("RealText"));
  for (int round = 0; round < 20'000; ++round) {
    const auto magnitude = std::fabs(std::bit_cast<double>(choose()));
    if (std::isfinite(magnitude) && magnitude > 0) expect_exact(magnitude);
    expect_exact(static_cast<double>(choose() % 1'000'000'000 + 1) / static_cast<double>(choose() % 1'000'000 + 1));
    expect_exact(static_cast<double>(choose() % 100'000'000 + 1) / 100);
  }
}

TEST(RealText, RandomTextsAreReadAsTheLibraryReadsThem) {
  std::mt19937_64 choose(announced_seed("RealText"));
  for (int round = 0; round < 20'000; ++round) {
    std::string text = std::to_string(choose() >> choose() % 64);
    if (choose() % 2 == 0) text += "." + std::to_string(choose() >> choose() % 64);
    if (choose() % 2 == 0) text += "e" + std::to_string(static_cast<int>(choose() % 680) - 340);
    expect_read(text);
  }
}

// The digits of a number halfway between two doubles are exact at any length; one digit far behind decides.
TEST(RealText, LongTextsAreReadToTheLastDigit) {
  std::mt19937_64 choose(announced_seed("RealText"));
  for (int round = 0; round < 200; ++round) {
    const auto below = std::fabs(std::bit_cast<double>(choose() >> 1));
    if (!std::isfinite(below) || below > 1e300 || below < 1e-290) continue;
    char buffer[1200];
    const auto half = (static_cast<long double>(below) + std::nextafter(below, 1e308)) / 2;
    const int size = std::snprintf(buffer, sizeof buffer, "%.*Le", 799, half);
    const std::string text(buffer, static_cast<std::size_t>(size));
    const auto mark = text.find('e');
    expect_read(text);
    expect_read(text.substr(0, mark) + std::string(300, '0') + "1" + text.substr(mark));
    expect_read(text.substr(0, mark) + std::string(300, '0') + text.substr(mark));
  }
}

}  // namespace
}  // namespace tablattice
