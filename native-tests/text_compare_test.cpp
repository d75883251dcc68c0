#include "core/text_compare.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/seed.hpp"

namespace tablattice {
namespace {

// Of few different bytes, so that many begin alike; beyond ASCII too.
std::string any_text(Chooser& choose) {
  static const std::string bytes("a\0\x7f\x80\xff", 5);
  std::string text(choose.below(4) * 7, 'a');
  for (std::size_t count = choose.below(12); count > 0; --count) text += bytes[choose.below(bytes.size())];
  return text;
}

TEST(TextCompare, AgreesWithTheStandardLibrary) {
  Chooser choose(announced_seed("TextCompare"));
  for (int step = 0; step < 20000; ++step) {
    const std::string left = any_text(choose);
    const std::string right = choose.once_in(5) ? left : any_text(choose);
    ASSERT_EQ(text_before(left, right), left < right);
    ASSERT_EQ(text_before(right, left), right < left);
    ASSERT_EQ(same_text(left, right), left == right);
  }
}

}  // namespace
}  // namespace tablattice
